package io.tandem.observe;

import java.util.List;
import java.util.Locale;

/** The configuration of a {@link Desk}. */
final class ConfigurationBean implements ConfigurationMXBean {

    private final Desk desk;

    ConfigurationBean(Desk desk) {
        this.desk = desk;
    }

    private Configured configured() {
        return desk.parts().configured().get();
    }

    @Override
    public String getState() {
        return configured().state().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String getSince() {
        return configured().since().toString();
    }

    @Override
    public List<String> getFaults() {
        return configured().faults();
    }

    @Override
    public String reload() {
        return desk.parts().reload().get();
    }
}
