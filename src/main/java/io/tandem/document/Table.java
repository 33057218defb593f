package io.tandem.document;

import java.util.List;

/**
 * A list-table of a document.
 *
 * @param line of its directive, 1-based
 * @param header the cells of its first row
 * @param rows the others; each has the header's number of cells unless a problem was reported
 */
record Table(int line, List<String> header, List<Row> rows) {

    Table {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /** @param line of its first cell, 1-based */
    record Row(int line, List<String> cells) {
        Row {
            cells = List.copyOf(cells);
        }
    }
}
