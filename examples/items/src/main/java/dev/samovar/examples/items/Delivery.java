package dev.samovar.examples.items;

/** What a new shop is filled with: on each shelf every kind of a thing in every make. */
final class Delivery {
    private static final String[] STATEMENTS = {
        shelf("cups", 900, """
                ["Tea glass", "Podstakannik", "Gaiwan", "Mug", "Saucer", "Cup with a lid", "Yunomi", "Beaker"]""", """
                ["cobalt net", "plain white", "gilt rim", "with poppies", "cut crystal", "celadon", "raku"]"""),
        shelf("jam", 450, """
                ["Raspberry jam", "Sour cherry jam", "Quince jelly", "Rowan jam", "Fig preserve", "Pine cone jam"]""", """
                ["of Tula", "whole fruit", "unsweetened", "three years old", "of a monastery", "half a litre"]"""),
        shelf("linen", 1_900, """
                ["Tablecloth", "Napkin", "Tea cosy", "Towel", "Runner"]""", """
                ["cross-stitched", "bleached", "undyed", "with lace", "drawn thread", "red border"]"""),
        shelf("samovars", 24_000, """
                ["Charcoal samovar", "Electric samovar", "Travel samovar", "Banquet samovar"]""", """
                ["of brass", "tinned copper", "nickel plated", "painted by hand", "of one litre", "of Batashev"]"""),
        shelf("sweets", 350, """
                ["Pryanik", "Pastila", "Zefir", "Halva", "Sushki", "Candied peel", "Marmalade"]""", """
                ["with cinnamon", "with walnuts", "with cranberries", "in chocolate", "plain", "of Kolomna"]"""),
        shelf("teas", 700, """
                ["Assam", "Ceylon", "Darjeeling", "Ivan chai", "Keemun", "Lapsang", "Nilgiri", "Oolong", "Sencha"]""", """
                ["first flush", "second flush", "broken leaf", "pressed", "smoked", "with bergamot", "in a tin"]"""),
        """
        INSERT INTO categories (id, title, items)
          SELECT category, upper(substr(category, 1, 1)) || substr(category, 2), COUNT(*) FROM items GROUP BY category"""
    };

    private Delivery() {}

    /** The statements that fill the empty tables. */
    static String[] statements() {
        return STATEMENTS.clone();
    }

    /**
     * Prices and stocks are scattered, and the same in every new shop.
     *
     * @param cents what the cheapest costs
     * @param kinds a list, in JSON
     * @param makes a list, in JSON
     */
    private static String shelf(String category, int cents, String kinds, String makes) {
        return "WITH things AS (SELECT kind.value || ', ' || make.value AS name,"
                + " row_number() OVER (ORDER BY kind.key, make.key) - 1 AS number"
                + " FROM json_each('" + kinds + "') AS kind, json_each('" + makes + "') AS make)"
                + " INSERT INTO items (id, category, name, price_cents, stock)"
                + " SELECT '" + category + "-' || number, '" + category + "', name, "
                + cents + " + " + cents / 10 + " * (number * 7 % 11), 2 + number * 5 % 17 FROM things";
    }
}
