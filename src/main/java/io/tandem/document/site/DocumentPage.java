package io.tandem.document.site;

import java.util.List;

/**
 * One page.
 *
 * @param name of its files, without ending
 * @param up the page above it; "" for the first one
 */
record DocumentPage(String name, String title, String up, List<Block> blocks) {

    DocumentPage {
        blocks = List.copyOf(blocks);
    }
}
