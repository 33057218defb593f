package io.tandem.observe;

import io.tandem.store.StoreState;
import java.util.Map;

/** The store, as JMX shows it. */
final class StoreBean implements StoreMXBean {

    private final ApplicationView view;

    StoreBean(ApplicationView view) {
        this.view = view;
    }

    @Override
    public String getUrl() {
        return view.parts().storeUrl().replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//");
    }

    @Override
    public String getVersion() {
        return StoreState.version(view.parts().jdbi());
    }

    @Override
    public Map<String, Long> getRows() {
        return StoreState.rows(view.parts().jdbi());
    }
}
