package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Cron;
import io.tandem.config.Setting;
import org.junit.jupiter.api.Test;

class OwnSettingsTest {

    /** A start checks only what somebody has set. */
    @Test
    void schedulesThatNobodySet_fire() {
        assertThat(OwnSettings.ALL)
                .filteredOn(setting -> setting.key().startsWith("schedule.") && setting.defaultValue() != null)
                .isNotEmpty()
                .extracting(Setting::defaultValue)
                .allSatisfy(cron -> assertThat(Cron.fault(cron)).isEmpty());
    }
}
