package io.tandem.document.imports;

import io.tandem.document.DataflowDocument;
import io.tandem.flow.Documented;
import io.tandem.flow.LinkPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an import switches off, and why. */
public final class SwitchedOff {

    private SwitchedOff() {}

    /**
     * @param documents all that were imported: sections of several can become one flow
     * @return reasons as the flow files have them, by the ids of sections whose flow is off, and of lines whose row or match
     *     is off; what is on is not in it
     */
    public static Map<String, String> of(List<DataflowDocument> documents, DescribedSystems described) {
        Map<String, String> reasons = new HashMap<>();
        for (FlowDraft draft : FlowDrafts.of(documents, described)) {
            Documented said = draft.said();
            if (draft.link() == LinkPolicy.OFF) {
                said.sections().forEach(section -> reasons.put(section.id(), draft.whyOff()));
            }
            said.matches().forEach(match -> put(reasons, match.lines(), match.off()));
            said.properties().forEach(property -> put(reasons, property.lines(), property.off()));
        }
        return reasons;
    }

    private static void put(Map<String, String> reasons, List<Documented.Line> lines, String why) {
        if (!why.isEmpty()) {
            lines.forEach(line -> reasons.put(line.id(), why));
        }
    }
}
