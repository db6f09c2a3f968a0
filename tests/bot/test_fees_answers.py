"""A fixed sample of the odd texts to /fees, from Slack's request to the answer."""

from tests.prove import fees_answers


def test_a_sample_of_the_odd_texts_is_answered_and_every_number_is_right() -> None:
    assert fees_answers.run(400) == 400
