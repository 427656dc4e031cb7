"""Machine-readable zones that others published: ICAO's own examples and Chinese specimens (证件样本).

None is a person's. Sources: ICAO Doc 9303 parts 4 to 7 (their figures), specimens of the National Immigration
Administration as quoted by public programs.
"""

from __future__ import annotations

TD3 = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
TD1_LONG_NUMBER = (
    "I<UTOD23145890<7349<<<<<<<<<<<",
    "3407127M9507122UTO<<<<<<<<<<<2",
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
)
MRVA = (
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
)
MRVB = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")

PRC_PASSPORT = (
    "POCHNZHENGJIAN<<YANGBEN<<<<<<<<<<<<<<<<<<<<<",
    "E000000008CHN8510312F2410306NGKELMPONBPJB970",
)
HONG_KONG_PASSPORT = (
    "P<CHNCHUNG<<KWOK<SUM<<<<<<<<<<<<<<<<<<<<<<<<",
    "K000000000CHN8008080F1702057HK8888888<<<<<34",
)
HK_MACAO_PERMIT = (
    "CRH1234567830002212119F8108038",
    "NGKELMPONBPJLBLOAABA1234567842",
    "ZHENG<JIAN<<YANG<BEN<<<<<<<<<<",
)
TAIWAN_PERMIT = (
    "CT00000000<00262006084F8108038",
    "NGKELMPONBPJLBLOAABR0000000001",
    "ZHENG<JIAN<<YANG<BEN<<<<<<3500",
)
EXIT_HK_MACAO = ("CSC000000004<2404200<8108038<6",)
EXIT_TAIWAN = ("CDL000000007<2508197<8208031<6",)
PERMIT_OF_1999 = (
    "C<CHN327255312289<<<<<<<<01<<6",
    "9209013F0106164H10101010003120",
    "LAI<<CHEUK<YI<<<<<<<<<<<<<<<<<",
)

ALL = (
    TD3,
    TD2,
    TD1,
    TD1_LONG_NUMBER,
    MRVA,
    MRVB,
    PRC_PASSPORT,
    HONG_KONG_PASSPORT,
    HK_MACAO_PERMIT,
    TAIWAN_PERMIT,
    EXIT_HK_MACAO,
    EXIT_TAIWAN,
)
