package io.tandem.observe;

import io.tandem.record.Word;
import java.util.List;

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
        return Word.of(configured().state());
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
