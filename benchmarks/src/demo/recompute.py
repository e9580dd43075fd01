"""Recomputes the answers of the demo's task set from the parameters of its tasks.

The parameters below are written down apart from the texts in tasks.jsonl, and no answer is stored
here. Run as a program, it prints one JSON object from task id to answer, in the order of the tasks.
It needs no file, no network and nothing outside the standard library, so it runs in the sandbox
too. Money is counted in whole cents: no answer depends on binary fractions.
"""

import datetime
import json

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WORKING_DAYS = (0, 1, 2, 3, 4)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = EVERY_DAY

# id -> first date, last date, days of the week that count; both dates are included
CALENDAR = {
    "train-01": ((1896, 2, 12), (1931, 10, 7), EVERY_DAY),
    "train-04": ((2011, 3, 9), (2019, 11, 23), WORKING_DAYS),
    "train-07": ((1987, 6, 5), (2003, 1, 18), (TUESDAY, SATURDAY)),
    "validation-02": ((1968, 8, 30), (1985, 4, 14), (SATURDAY, SUNDAY)),
    "validation-05": ((1899, 7, 21), (2004, 3, 3), EVERY_DAY),
    "validation-10": ((1994, 1, 17), (2008, 12, 2), (MONDAY, WEDNESDAY, FRIDAY)),
    "test-02": ((1893, 5, 3), (1948, 2, 26), EVERY_DAY),
    "test-06": ((1976, 10, 27), (2001, 7, 6), WORKING_DAYS),
    "test-10": ((1959, 4, 11), (1990, 9, 29), (THURSDAY, SUNDAY)),
}

# id -> number, exponent, base in which the power is written
DIGITS = {
    "train-03": (7, 65, 10),
    "train-08": (5, 60, 7),
    "validation-04": (13, 48, 10),
    "validation-07": (2, 95, 9),
    "test-01": (17, 44, 10),
    "test-07": (11, 40, 6),
}

# id -> opening cents, yearly rate in hundredths of a percent, monthly cents, months;
# the monthly amount is negative when it is paid off a debt, and months is None when
# the amount of the last payment is asked for
ACCOUNTS = {
    "train-02": (1845000, 570, -41260, 30),
    "train-06": (231000, 360, 17525, 24),
    "train-09": (320000, 840, -28950, None),
    "validation-01": (84550, 415, 9640, 36),
    "validation-06": (543700, 935, -36115, None),
    "validation-09": (987500, 685, -24000, 7),
    "test-03": (2675000, 495, -53820, 20),
    "test-05": (415000, 1130, -27495, None),
    "test-08": (312075, 285, 21060, 18),
}

# id -> groups that count, what is asked for
TABLE_QUESTIONS = {
    "train-05": (("Oslo",), "total"),
    "train-10": (("wheat", "barley"), "mean"),
    "validation-03": (("night",), "total"),
    "validation-08": (("east",), "mean"),
    "test-04": (("paper",), "total"),
    "test-09": (("hill", "river"), "mean"),
}

# id -> rows of name, group, quantity, value of one in hundredths
TABLES = {
    "train-05": [
        ("Bolts", "Malmo", 1231, 3992),
        ("Hinges", "Malmo", 544, 9296),
        ("Brackets", "Oslo", 1493, 996),
        ("Washers", "Turku", 861, 4626),
        ("Chains", "Oslo", 1683, 1288),
        ("Pulleys", "Oslo", 1617, 7287),
        ("Springs", "Oslo", 1800, 1255),
        ("Clamps", "Malmo", 958, 4428),
        ("Rivets", "Oslo", 1518, 9738),
        ("Hooks", "Turku", 582, 9707),
        ("Valves", "Oslo", 1536, 2287),
    ],
    "train-10": [
        ("Lot A", "wheat", 7876, 2933),
        ("Lot B", "wheat", 1312, 3120),
        ("Lot C", "barley", 5271, 2354),
        ("Lot D", "barley", 4093, 2947),
        ("Lot E", "wheat", 3442, 3017),
        ("Lot F", "barley", 6042, 2283),
        ("Lot G", "barley", 7292, 2231),
        ("Lot H", "wheat", 4363, 1730),
        ("Lot J", "barley", 9224, 1915),
        ("Lot K", "wheat", 9065, 2935),
    ],
    "validation-03": [
        ("Ada", "day", 153, 3999),
        ("Bram", "night", 260, 1769),
        ("Chloe", "night", 803, 4425),
        ("Dov", "night", 247, 1729),
        ("Edda", "night", 137, 2565),
        ("Farid", "night", 831, 2978),
        ("Gwen", "day", 683, 3816),
        ("Hugo", "day", 590, 3685),
        ("Ines", "day", 145, 3454),
        ("Jonas", "day", 220, 1970),
        ("Kira", "night", 667, 2780),
        ("Liam", "day", 201, 2336),
    ],
    "validation-08": [
        ("M1", "east", 5921, 333),
        ("M2", "west", 7533, 573),
        ("M3", "east", 5157, 271),
        ("M4", "west", 6868, 264),
        ("M5", "east", 1557, 380),
        ("M6", "east", 2726, 668),
        ("M7", "east", 4255, 771),
        ("M8", "east", 6547, 443),
        ("M9", "west", 8510, 820),
        ("M10", "west", 2984, 637),
    ],
    "test-04": [
        ("Atlas", "cloth", 1275, 1110),
        ("Novel", "paper", 202, 6611),
        ("Diary", "cloth", 1427, 3925),
        ("Primer", "paper", 2316, 5319),
        ("Comic", "cloth", 386, 6593),
        ("Guide", "paper", 1682, 3669),
        ("Almanac", "paper", 1047, 4030),
        ("Reader", "paper", 2831, 2906),
        ("Songbook", "paper", 670, 5400),
        ("Cookbook", "paper", 1288, 1690),
        ("Thriller", "cloth", 2515, 979),
        ("Poems", "paper", 2397, 1505),
    ],
    "test-09": [
        ("Fig", "coast", 387, 694),
        ("Plum", "hill", 2222, 256),
        ("Pear", "river", 2178, 1344),
        ("Quince", "river", 897, 503),
        ("Apple", "river", 2333, 1166),
        ("Cherry", "hill", 358, 826),
        ("Medlar", "coast", 466, 1248),
        ("Apricot", "river", 3416, 1458),
        ("Peach", "hill", 1861, 1325),
        ("Damson", "river", 3112, 501),
        ("Grape", "coast", 289, 992),
    ],
}


def calendar_answer(first, last, weekdays):
    day = datetime.date(*first)
    days = (datetime.date(*last) - day).days + 1
    weeks, rest = divmod(days, 7)
    partial = [(day.weekday() + i) % 7 for i in range(rest)]
    return str(weeks * len(weekdays) + sum(1 for d in partial if d in weekdays))


def digits_answer(number, exponent, base):
    power = number**exponent
    total = 0
    while power:
        power, digit = divmod(power, base)
        total += digit
    return str(total)


def rounded_quotient(dividend, divisor):
    """The nearest whole number; a half goes up."""
    return (2 * dividend + divisor) // (2 * divisor)


def in_hundredths(amount):
    return f"{amount // 100}.{amount % 100:02d}"


def account_answer(opening, rate, monthly, months):
    balance = opening
    month = 0
    while months is None or month < months:
        balance += rounded_quotient(balance * rate, 120000)
        if balance + monthly <= 0:
            break
        balance += monthly
        month += 1
    return in_hundredths(balance)


def table_answer(rows, groups, asked):
    kept = [(quantity, value) for _, group, quantity, value in rows if group in groups]
    total = sum(quantity * value for quantity, value in kept)
    if asked == "total":
        return in_hundredths(total)
    return in_hundredths(rounded_quotient(total, sum(quantity for quantity, _ in kept)))


def answers():
    """Task id to answer, in the order of tasks.jsonl."""
    found = {}
    for split in ("train", "validation", "test"):
        for number in range(1, 11):
            task = f"{split}-{number:02d}"
            if task in CALENDAR:
                found[task] = calendar_answer(*CALENDAR[task])
            elif task in DIGITS:
                found[task] = digits_answer(*DIGITS[task])
            elif task in ACCOUNTS:
                found[task] = account_answer(*ACCOUNTS[task])
            else:
                found[task] = table_answer(TABLES[task], *TABLE_QUESTIONS[task])
    return found


if __name__ == "__main__":
    print(json.dumps(answers(), indent=2))
