"""What opens a post to everybody, in the words of people who write short: 男老师也欢迎, 男的女的能干就行."""

from jobhelp.openings.lint.text import words

TOO = r"(?:也|同样|照样|照|一样|亦|都|均|皆|全|统统)"
TAKEN = r"(?:能|可以?|行|用|录|聘|要(?!求|是|看)|收|招|来(?!不)|干|做|报|投|欢迎|成|中|好使|没问题|不差|有|考虑|使得|需要|录|合适|没毛病|接|试试|一样|平等|算|待见|稀罕)"
PRAISE = r"(?:热烈|非常|很|特别|十分|完全|咱|我们|咱们|俺们|可以?|都|能|照|大大|随时|请|尽管|放心|大胆)*"
NO_BUT = r"(?![^,]{0,3}(?:不(?!误|挑|限|嫌)|别|勿|免|拒|谢))"
_END = r"(?:性|士|士们|生|的|人|子|孩子?|孩儿|娃|仔|同学|同志|同胞|青年|工|员工|职工|徒弟|学徒|搭档)?"
_BAN = r"[^,限只仅优勿免拒男女]"

FOLK = words(
    "小伙子? 大小伙子? 老爷们儿? 爷们儿? 哥们儿? 小哥 大哥 大叔 大爷 帅哥 小弟 汉子 哥哥们? 弟弟们? 叔叔们? 老头儿?",
)
WOMENFOLK = words(
    "大?姑娘 小?媳妇儿? 老?娘们儿? 姐们儿? 妹子 大姐 大妈 阿姨 美女 丫头 小妹 嫂子 大嫂 妇女 小姐姐 姐姐们? 妹妹们? 老太太?",
)
_MAN, _WOMAN = rf"(?:男{_END}|{FOLK})", rf"(?:女{_END}|{WOMENFOLK})"


def both(jobs: str) -> str:
    """Both sexes, one after the other, and then that they may come."""
    man, woman = rf"{_MAN}(?:{jobs})?", rf"{_WOMAN}(?:{jobs})?"
    link = rf"(?:和|与|及|跟|还是|或|也好|也罢|行|中|来|要|可|能干|好|成|合适|可以|能|,|、|/)*(?:{_BAN}{{0,4}},)?"
    then = rf"{_BAN}{{0,8}},?{_BAN}{{0,4}}?(?:{TOO}{PRAISE}{TAKEN}|均可|皆可|不论|不限|不挑|不分|就行|就成|就要|就收|就中|就好|就可以|也行|也中|一样|都是|即可|来一个|来几个|各(?![一二两三四五\d])|凭|自己|谁|都缺|轮流|轮着|搭班|搭伙|平分|没挑|没讲究|不讲究|随|算一个|谁来|随便|自便){NO_BUT}"
    ask = r"(?:不管|不论|无论|甭管|别管|管你|是)"
    return rf"(?:{man}{link}{woman}|{woman}{link}{man}){then}|{ask}[^,]{{0,4}}?(?:{man}{link}{woman}|{woman}{link}{man})"


def one(people: str, jobs: str) -> str:
    """One sex that may come as well."""
    return rf"{people}(?:{jobs})?[^,限只仅优勿免拒男女]{{0,7}}?(?:(?:也|同等|同样|照样|照|一样|亦){PRAISE}{TAKEN}{NO_BUT}|(?:也(?![得须该]|要求|必须)|一样|同样|照样)[^,限只仅优勿免拒不别慎]{{1,10}}(?=$|,)|(?:也|都)不(?:累|愁|差|怕|难|吃力|费劲|碍|耽误|影响|吃亏|受气))"


def alike(jobs: str) -> str:
    """男的能搬,女的心细: the same is said of both sexes, and neither is asked for, counted or sent to another post."""
    said = rf"(?![^,]{{0,9}}(?:{jobs}))[^,、限只仅优勿免拒不别男女\d一二两三招要来收满够若额岗]{{1,8}}"
    who = r"(?:的|生|士|人|性|同志|孩子?)"
    start = r"(?:(?<=^)|(?<=[,、]))"
    return (
        rf"{start}男{who}?{said}[,、]女{who}?{said}(?=$|,)|{start}女{who}?{said}[,、]男{who}?{said}(?=$|,)"
        rf"|{start}男(?P<his>{jobs}){said}男?{said}?[,、]女(?P=his)|{start}女(?P<hers>{jobs}){said}女?{said}?[,、]男(?P=hers)"
    )
