"""Changes of the call, of proposals, and of what reviewers say of them."""

from conference.proposals.services.call import (
    CallFacts,
    StaleCall,
    add_question,
    edit_question,
    move_question,
    remove_question,
    set_asked,
    set_up_call,
)
from conference.proposals.services.deciding import Decision, LetterWords, decide_proposals, remove_proposal
from conference.proposals.services.proposing import (
    Person,
    ProposalFacts,
    TooManyLetters,
    edit_proposal,
    propose,
    withdraw_proposal,
)
from conference.proposals.services.reviewing import (
    LabelTaken,
    NotYours,
    add_label,
    comment_on,
    edit_comment,
    edit_label,
    label_proposal,
    remove_comment,
    remove_label,
    score_proposal,
)

__all__ = [
    "CallFacts",
    "Decision",
    "LabelTaken",
    "LetterWords",
    "NotYours",
    "Person",
    "ProposalFacts",
    "StaleCall",
    "TooManyLetters",
    "add_label",
    "add_question",
    "comment_on",
    "decide_proposals",
    "edit_comment",
    "edit_label",
    "edit_proposal",
    "edit_question",
    "label_proposal",
    "move_question",
    "propose",
    "remove_comment",
    "remove_label",
    "remove_proposal",
    "remove_question",
    "score_proposal",
    "set_asked",
    "set_up_call",
    "withdraw_proposal",
]
