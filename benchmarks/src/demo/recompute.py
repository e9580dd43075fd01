"""Recomputes the answers of the demo's task set from the parameters of its tasks.

The parameters below are kept apart from the texts in tasks.jsonl, and no answer is stored here.
Run as a program, it prints one JSON object from task id to answer, in the order of the tasks.
It needs no file, no network and nothing outside the standard library, so it runs in the sandbox
too. Money is counted in whole cents: no answer depends on binary fractions.
"""

import datetime
import json

WORKING_DAYS = (0, 1, 2, 3, 4)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

# id -> first date, last date, days of the week that count; both dates are included
CALENDAR = {
    "train-06": ((2011, 3, 9), (2019, 11, 23), WORKING_DAYS),
    "train-10": ((1987, 6, 5), (2003, 1, 18), (TUESDAY, SATURDAY)),
    "validation-04": ((1968, 8, 30), (1985, 4, 14), (SATURDAY, SUNDAY)),
    "validation-06": ((1994, 1, 17), (2008, 12, 2), (MONDAY, WEDNESDAY, FRIDAY)),
    "test-03": ((1959, 4, 11), (1990, 9, 29), (THURSDAY, SUNDAY)),
    "test-08": ((1976, 10, 27), (2001, 7, 6), WORKING_DAYS),
}

# id -> borrowed cents, yearly rate in hundredths of a percent, monthly cents, months;
# months is None when the interest until the debt is cleared is asked for
ACCOUNTS = {
    "train-04": (13704500, 533, 117350, 115),
    "train-09": (13324500, 395, 100860, None),
    "validation-03": (8224500, 783, 79040, None),
    "validation-09": (15891500, 435, 103725, 177),
    "test-04": (6889500, 394, 60745, None),
    "test-05": (15632750, 577, 108975, 161),
}

# id -> a, b, c, modulus of x -> a*x*x + b*x + c, first value, steps
SQUARES = {
    "train-01": (6, 516, 4260, 204751, 2133, 741),
    "validation-01": (15, 957, 2462, 867653, 9640, 986),
    "test-09": (44, 602, 5346, 358999, 2457, 957),
}

# id -> factors of the last and the last but one term, modulus, first two terms, terms to add up
LINEAR = {
    "train-07": (67, 209, 290627, 1435, 6031, 1165),
    "validation-10": (267, 97, 388727, 211, 2718, 1266),
    "test-01": (281, 374, 182167, 6996, 1184, 1230),
}

# id -> people, count at which one leaves, what is asked for: the sum of that many who remain,
# or who is the one to leave at that place
CIRCLES = {
    "train-02": (830, 100, "remaining", 41),
    "train-08": (841, 119, "leaver", 607),
    "validation-02": (758, 151, "remaining", 49),
    "validation-08": (880, 82, "leaver", 620),
    "test-02": (628, 132, "leaver", 372),
    "test-06": (666, 124, "remaining", 41),
}

# id -> rows of amount, rate in hundredths
PAIRS = {
    "train-03": (
        [
            (55579, 8543),
            (70318, 7096),
            (72655, 6024),
            (73677, 1644),
            (71738, 9683),
            (68858, 5838),
            (22311, 8726),
            (60230, 9023),
            (51122, 3855),
            (14467, 4517),
            (91704, 7742),
            (11832, 3898),
        ],
    ),
    "validation-07": (
        [
            (38275, 8341),
            (27044, 6337),
            (59957, 1190),
            (24483, 6044),
            (83352, 1661),
            (89328, 7988),
            (69117, 2151),
            (78082, 7475),
            (35344, 8436),
            (19012, 8076),
            (41876, 3943),
        ],
    ),
    "test-10": (
        [
            (38764, 4105),
            (89659, 9535),
            (41879, 8769),
            (60393, 4042),
            (50327, 5878),
            (71660, 9545),
            (37417, 3102),
            (39929, 8733),
            (90168, 4909),
            (91788, 3795),
            (26042, 5561),
            (27198, 8242),
        ],
    ),
}

# id -> rows of what comes in, loss in hundredths of a percent, what goes out; then the opening
# stock and how often the rows are run through
STOCKS = {
    "train-05": (
        [
            (53306, 152, 70136),
            (36335, 205, 28457),
            (38069, 55, 65675),
            (71520, 63, 38520),
            (50134, 152, 31415),
            (81760, 222, 42439),
            (79629, 289, 62917),
            (69568, 73, 14687),
            (53411, 52, 63707),
            (24812, 198, 40694),
        ],
        2380235,
        16,
    ),
    "validation-05": (
        [
            (66075, 28, 45956),
            (22652, 43, 23020),
            (92367, 149, 26084),
            (29857, 232, 63654),
            (45633, 271, 67363),
            (93115, 201, 21154),
            (41076, 45, 56936),
            (91291, 283, 36456),
            (60092, 56, 35994),
            (47205, 41, 49473),
            (91370, 287, 37040),
            (90977, 185, 67343),
        ],
        3718729,
        13,
    ),
    "test-07": (
        [
            (21901, 189, 21954),
            (48706, 120, 15815),
            (58013, 203, 57392),
            (61867, 35, 52402),
            (26491, 126, 14554),
            (76696, 277, 68238),
            (21426, 232, 32208),
            (65673, 82, 23546),
            (58061, 79, 32651),
            (31336, 249, 28630),
            (50647, 214, 46799),
        ],
        2017164,
        14,
    ),
}


def calendar_answer(first, last, weekdays):
    day = datetime.date(*first)
    days = (datetime.date(*last) - day).days + 1
    weeks, rest = divmod(days, 7)
    partial = [(day.weekday() + i) % 7 for i in range(rest)]
    return str(weeks * len(weekdays) + sum(1 for d in partial if d in weekdays))


def rounded_quotient(dividend, divisor):
    """The nearest whole number; a half goes up."""
    return (2 * dividend + divisor) // (2 * divisor)


def in_hundredths(amount):
    return f"{amount // 100}.{amount % 100:02d}"


def account_answer(opening, rate, payment, months):
    balance = opening
    charged = 0
    month = 0
    while balance > 0 and (months is None or month < months):
        interest = rounded_quotient(balance * rate, 120000)
        charged += interest
        balance = max(balance + interest - payment, 0)
        month += 1
    return in_hundredths(charged if months is None else balance)


def square_answer(a, b, c, modulus, start, steps):
    value = start
    for _ in range(steps):
        value = (a * value * value + b * value + c) % modulus
    return str(value)


def linear_answer(p, q, modulus, first, second, terms):
    before, value = first, second
    total = first + second
    for _ in range(terms - 2):
        before, value = value, (p * value + q * before) % modulus
        total += value
    return str(total)


def circle_answer(people, step, asked, number):
    circle = list(range(1, people + 1))
    left = []
    place = 0
    while len(circle) > (number if asked == "remaining" else people - number):
        place = (place + step - 1) % len(circle)
        left.append(circle.pop(place))
    return str(sum(circle) if asked == "remaining" else left[-1])


def pairs_answer(rows):
    total = 0
    for i, (amount, rate) in enumerate(rows):
        for other_amount, other_rate in rows[:i]:
            total += rounded_quotient(max(amount * other_rate, other_amount * rate), 100)
    return str(total)


def stock_answer(rows, opening, rounds):
    stock = opening
    for _ in range(rounds):
        for coming, loss, going in rows:
            stock += coming
            stock -= rounded_quotient(stock * loss, 10000)
            stock -= going
    return str(stock)


def answers():
    """Task id to answer, in the order of tasks.jsonl."""
    families = (
        (CALENDAR, calendar_answer),
        (ACCOUNTS, account_answer),
        (SQUARES, square_answer),
        (LINEAR, linear_answer),
        (CIRCLES, circle_answer),
        (PAIRS, pairs_answer),
        (STOCKS, stock_answer),
    )
    found = {}
    for split in ("train", "validation", "test"):
        for number in range(1, 11):
            task = f"{split}-{number:02d}"
            for parameters, answer in families:
                if task in parameters:
                    found[task] = answer(*parameters[task])
    return found


if __name__ == "__main__":
    print(json.dumps(answers(), indent=2))
