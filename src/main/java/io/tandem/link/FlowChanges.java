package io.tandem.link;

import io.tandem.feed.Feeds;
import io.tandem.flow.Flow;
import io.tandem.record.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What changed in the flow files since the store was last used (rule 16): such a flow looks at all its records again. */
public final class FlowChanges {

    private static final Logger LOG = LoggerFactory.getLogger(FlowChanges.class);

    private FlowChanges() {}

    public static void apply(Jdbi jdbi, Feeds feeds, List<Flow> flows) {
        for (Flow flow : flows) {
            String fingerprint = fingerprint(flow);
            jdbi.useTransaction(h -> {
                String known = Progress.of(h, flow.id()).fingerprint();
                if (!known.equals(fingerprint)) {
                    Progress.restart(h, flow.id(), fingerprint);
                    feeds.rebuildKeys(h, flow);
                    if (!known.isEmpty()) {
                        LOG.info("{}: its file changed; its records are looked at again", flow.id());
                    }
                }
            });
        }
    }

    private static String fingerprint(Flow flow) {
        try {
            byte[] text = Json.text(List.of(
                            flow.source().toString(),
                            flow.target().toString(),
                            flow.link(),
                            flow.match(),
                            flow.rows().toString(),
                            flow.where().toString(),
                            flow.targetWhere().toString()))
                    .getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
