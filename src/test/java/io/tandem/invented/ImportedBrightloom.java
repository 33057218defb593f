package io.tandem.invented;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.kit.TestDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;

/** A site that imported a document of Brightloom and another system. */
abstract class ImportedBrightloom extends ImportedApis {

    Brightloom brightloom;

    void importWith(String other, Map<String, String> othersSettings) throws IOException {
        importAndFillIn(List.of("brightloom-" + other), List.of("brightloom", other));
        brightloom = new Brightloom();
        Map<String, String> all = new TreeMap<>(othersSettings);
        all.put("brightloom.url", brightloom.url());
        all.put("brightloom.token", "warp");
        all.put("store.url", TestDatabase.H2.migratedUrl());
        settings(all);
    }

    @AfterEach
    void closesBrightloom() {
        brightloom.close();
    }

    void skein(int number) {
        brightloom.put("Skeins", "{\"Colour\":\"Red " + number + "\",\"Weight\":" + number + ".25}");
    }

    ObjectNode weaver(int number) {
        return brightloom.all("Weavers").get(number - 1);
    }
}
