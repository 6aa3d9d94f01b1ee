"""The one domain signal: news travels up from the record, and only by it."""

from django.dispatch import Signal

# Sent inside the transaction that recorded the statements. Arguments: `user_id` (int), `learner`
# (LearnerRef), `changes` (tuple of CompletionChange) and `now` (datetime).
completion_changed = Signal()
