package dev.handaxe.benchmarks.domains;

import java.util.List;

/** Names of places for the rows of tables. */
final class Places {
    private static final List<String> ALL =
            List.of(
                    ("Abo Aalen Bergen Brest Cork Calais Delft Dover Ems Esbjerg Faro Fulda Gent"
                                    + " Goslar Hull Halle Ibiza Ivrea Jena Jaca Kiel Krems Lund Lille"
                                    + " Metz Murcia Narva Novara Oslo Orleans Pisa Poole Queluz Riga"
                                    + " Rouen Siena Sligo Trier Turku Udine Ulm Vaasa Verona Wells"
                                    + " Wismar Xanten York Yverdon Zadar Zwolle")
                            .split(" "));

    private Places() {}

    /** That many, none twice, in the order of the alphabet or nearly so. */
    static List<String> some(Draw draw, int count) {
        return draw.some(count, ALL);
    }
}
