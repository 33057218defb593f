package io.tandem.app;

import io.tandem.config.ConfigurationFault;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Replaces the running configuration by a checked one, or rolls back. To be used while no round is under way. */
final class ConfigurationSwap {

    /** What an application runs with; changed only as a whole. */
    record Current(Configuration configuration, Engine engine) {}

    /** The change failed half-way, and so did the rollback: routes may be missing. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String message, Exception cause) {
            super(message, cause);
        }
    }

    private final RouteSwap routes;
    private final Current before;
    private final Configuration next;

    ConfigurationSwap(CamelContext camel, Current before, Configuration next) {
        this.routes = new RouteSwap(camel);
        this.before = before;
        this.next = next;
    }

    /**
     * Carries the change out. The store changes last, because routes are what can fail.
     *
     * @param all whether every route is replaced, whatever its file says
     * @throws ConfigurationFault if the new configuration can't be started; all is as before
     * @throws Broken if the old one couldn't be started again either
     */
    Current carryOut(boolean all) {
        Map<String, String> from =
                all ? Map.of() : before.configuration().files().routes();
        try {
            next.systems().goOnFrom(before.configuration().systems());
            routes.replace(from, next.files().routes(), next.placeholders());
            return new Current(next, before.engine().next(Engine.Wiring.of(next)));
        } catch (Exception failed) {
            goBack(failed);
            throw Routes.unstartable(failed)
                    .orElseGet(() -> new ConfigurationFault("it can't be started: " + WithoutContent.message(failed)));
        }
    }

    private void goBack(Exception failed) {
        try {
            before.configuration().systems().goOnFrom(next.systems());
            routes.replace(
                    next.files().routes(),
                    before.configuration().files().routes(),
                    before.configuration().placeholders());
            before.engine().applyChanges();
        } catch (Exception again) {
            again.addSuppressed(failed);
            throw new Broken(WithoutContent.message(failed), again);
        }
    }
}
