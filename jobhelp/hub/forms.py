"""What staff types to bring a file in."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from jobhelp.forms import Form, Present
from jobhelp.labels import N_


class UploadForm(Form):
    """A file, where it comes from, how long its advertisements stay open, and how foreign columns are named."""

    file = FileField(_l("表格文件"), [FileRequired(_l("请选一个 .xlsx 或 .csv 文件。"))])
    source = StringField(_l("来源"), [Present(N_("请写明来源。")), Length(max=60)])
    valid_days = IntegerField(
        _l("没有写截止日期的，展示多少天"),
        [InputRequired(_l("请填天数。")), NumberRange(min=1, max=366)],
        default=30,
    )
    mapping = FileField(_l("对照文件"))
