package io.tandem.document.site;

import java.util.List;

/**
 * One page.
 *
 * @param name of its files, without ending
 * @param up the page above it; "" for the first one
 */
record Page(String name, String title, String up, List<Block> blocks) {

    Page {
        blocks = List.copyOf(blocks);
    }
}
