"""The web page of the local workspace: what a person sees and clicks."""
