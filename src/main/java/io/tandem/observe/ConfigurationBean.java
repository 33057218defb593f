package io.tandem.observe;

import io.tandem.record.Word;
import java.util.List;

/** The configuration, as JMX shows it. */
final class ConfigurationBean implements ConfigurationMXBean {

    private final ApplicationView view;

    ConfigurationBean(ApplicationView view) {
        this.view = view;
    }

    private ConfigurationState configured() {
        return view.parts().configured().get();
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
        return view.parts().reload().get();
    }
}
