"""What `paydesk check` looks at: a module for each thing, each giving findings."""
