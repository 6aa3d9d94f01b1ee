from courses.assessment.models.attempts import ExamAttempt
from courses.assessment.models.banks import Question, QuestionBank
from courses.assessment.models.pages import ExamPage

__all__ = ["ExamAttempt", "ExamPage", "Question", "QuestionBank"]
