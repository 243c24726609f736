#!/usr/bin/env python3
"""noun_classes.py DICT > data/noun_classes.tsv: what WordNet's nouns are the names of.

DICT is the folder of WordNet 3.0's database (Debian: wordnet-base).  Each noun of one word gets the
class of its first sense and that of its next sense that is a person, a place, a vehicle or a body of
people.  Names of single people are left out.  Only nouns with such a sense, and those that WordNet's own texts have, are kept.
"""
import os
import sys

# The first of these that is the synset or above it names the class; else the file it lies in does.
ROOTS = [
    ("room", "room.1 area.5 floor.2 corridor.1 hallway.1 stairway.1 porch.1"),
    ("way", "way.6 track.4 path.4 road.1"),
    ("building", "building.1 housing.1 dwelling.1 house.1 place_of_business.1 institution.2 shelter.1 camp.1"),
    ("plot", "tract.1 yard.2 garden.1 field.1 plot_of_land.1 estate.2 farm.1"),
    ("structure", "structure.1 facility.1 area.5"),
    ("vessel", "vessel.2 craft.2"),
    ("vehicle", "vehicle.1 wheeled_vehicle.1 conveyance.3"),
    ("furniture", "furnishing.2"),
    ("clothing", "clothing.1 covering.2"),
    ("container", "container.1"),
    ("instrument", "instrumentality.3"),
    ("kin", "relative.1 spouse.1 parent.1 offspring.1"),
    ("person", "person.1"),
    ("spirit", "spiritual_being.1 imaginary_being.1"),
    ("animal", "animal.1"),
    ("district", "administrative_district.1 city.1 municipality.1 country.1 state.4"),
    ("water", "body_of_water.1"),
    ("formation", "geological_formation.1 land.4 land_mass.1 vegetation.1"),
    ("direction", "direction.1 point.2 line.11 boundary.1 side.1"),
    ("region", "region.3 region.1 geographical_area.1"),
    ("heaven", "celestial_body.1"),
    ("organization", "organization.1 enterprise.2"),
    ("people", "people.1 kin.2 family.1 social_group.1 gathering.1 crowd.1"),
]
WANTED = {"room", "way", "building", "plot", "structure", "vessel", "vehicle", "kin", "person", "spirit", "district",
          "water", "formation", "region", "heaven", "organization", "people"}
FILES = {3: "tops", 4: "act", 5: "animal", 6: "artifact", 7: "attribute", 8: "body", 9: "cognition", 10: "communication",
         11: "event", 12: "feeling", 13: "food", 14: "group", 15: "location", 16: "motive", 17: "object", 18: "person",
         19: "phenomenon", 20: "plant", 21: "possession", 22: "process", 23: "quantity", 24: "relation", 25: "shape",
         26: "state", 27: "substance", 28: "time"}


def read(folder):
    index, up, file_of, seen, single = {}, {}, {}, {}, set()
    with open(os.path.join(folder, "index.noun"), encoding="ascii") as lines:
        for line in lines:
            if line.startswith(" "):
                continue
            cell = line.split()
            n = int(cell[2])
            index[cell[0]] = cell[-n:]
            seen[cell[0]] = int(cell[-n - 1])
    with open(os.path.join(folder, "data.noun"), encoding="ascii") as lines:
        for line in lines:
            if line.startswith(" "):
                continue
            cell = line.split("|")[0].split()
            file_of[cell[0]] = int(cell[1])
            at = 4 + 2 * int(cell[3], 16)
            n, at = int(cell[at]), at + 1
            up[cell[0]] = [cell[at + 4 * k + 1] for k in range(n) if cell[at + 4 * k] in ("@", "@i")]
            if any(cell[at + 4 * k] == "@i" for k in range(n)):
                single.add(cell[0])
    return index, up, file_of, seen, single


def main():
    index, up, file_of, seen, single = read(sys.argv[1])
    root = {}
    for name, senses in reversed(ROOTS):
        for sense in senses.split():
            word, number = sense.rsplit(".", 1)
            root[index[word][int(number) - 1]] = name
    order = {name: i for i, (name, _) in enumerate(ROOTS)}

    def class_of(synset):
        found, open_, done = set(), [synset], set()
        while open_:
            at = open_.pop()
            if at in done:
                continue
            done.add(at)
            if at in root:
                found.add(root[at])
            open_ += up[at]
        return min(found, key=order.get) if found else FILES[file_of[synset]]

    print("# Nouns of one word and what they name: the class of the first sense, then that of a further sense that is a person,")
    print("# a place, a vehicle or a body of people, or -.  From WordNet 3.0, Copyright 2006 by Princeton University, all rights")
    print("# reserved; used, copied, changed and passed on under the WordNet 3.0 licence (wordnet.princeton.edu; Debian package")
    print("# wordnet-base), without warranty.  Made by tools/noun_classes.py.")
    for word in sorted(index):
        if "_" in word or not any(c.isalpha() for c in word):
            continue
        classes = [(class_of(s), s in single) for s in index[word]]
        classes = [c for c, is_one in classes if not (is_one and c in ("person", "kin", "spirit"))] # no book is known by its names
        if not classes:
            continue
        more = next((c for c in classes[1:4] if c in WANTED and c != classes[0]), "-")
        if classes[0] in WANTED or seen[word] and (more != "-" or len(word) > 2):
            print(word, classes[0], more, sep="\t")


main()
