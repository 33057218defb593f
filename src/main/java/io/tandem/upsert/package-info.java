/** The upsert step: conditional writes in bulk and creates that can't double; results per record (rules 7, 9, 10). */
package io.tandem.upsert;
