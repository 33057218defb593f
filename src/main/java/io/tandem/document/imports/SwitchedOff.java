package io.tandem.document.imports;

import io.tandem.document.DataflowDocument;
import io.tandem.flow.Documented;
import io.tandem.flow.LinkPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which sections an import makes flows of that are off, and why. */
public final class SwitchedOff {

    private SwitchedOff() {}

    /**
     * @param documents all that were imported: sections of several can become one flow
     * @return the reason, as the flow file has it, by the section's id; sections of flows that are on are not in it
     */
    public static Map<String, String> of(List<DataflowDocument> documents, Landscape landscape) {
        Map<String, String> reasons = new HashMap<>();
        for (FlowDraft draft : Drafts.of(documents, landscape)) {
            if (draft.link() == LinkPolicy.OFF) {
                draft.said().sections().stream()
                        .map(Documented.Section::id)
                        .forEach(section -> reasons.put(section, draft.whyOff()));
            }
        }
        return reasons;
    }
}
