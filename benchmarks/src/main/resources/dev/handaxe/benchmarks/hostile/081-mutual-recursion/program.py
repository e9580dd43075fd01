import functools
import json


class Deep:
    @property
    def next(self):
        return json.dumps(self, default=through_map)


def through_map(thing):
    return list(map(through_reduce, [thing]))


def through_reduce(thing):
    return functools.reduce(through_sort, [thing, thing])


def through_sort(thing, other):
    return sorted([thing], key=through_json)


def through_json(thing):
    return Deep().next


through_map(Deep())
