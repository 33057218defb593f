package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.ExitCode;
import io.tandem.operator.Decisions;
import java.util.Map;

/** An operator's decision: answers how much it changed. */
abstract class DecisionCommand extends AppCommand {

    private final Session session;

    DecisionCommand(Session session) {
        super(session);
        this.session = session;
    }

    /** Of the person who typed the command. */
    final Decisions decisions(Application app) {
        return app.decisions(session.who());
    }

    /** @return how many things changed */
    abstract int decide(Application app);

    /** What is said after it, in plain words. */
    abstract String said(int changed);

    /** The JSON of {@code --json}. */
    Map<String, Object> asJson(int changed) {
        return Map.of("changed", changed);
    }

    @Override
    final int answer(Application app, Session session) {
        int changed = decide(app);
        if (options.json) {
            session.json(asJson(changed));
        } else {
            session.line(said(changed));
        }
        return ExitCode.DONE;
    }
}
