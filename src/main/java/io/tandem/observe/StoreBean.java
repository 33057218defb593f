package io.tandem.observe;

import io.tandem.store.StoreState;
import java.util.Map;

/** The store of a {@link Desk}. */
final class StoreBean implements StoreMXBean {

    private final Desk desk;

    StoreBean(Desk desk) {
        this.desk = desk;
    }

    @Override
    public String getUrl() {
        return desk.parts().storeUrl().replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//");
    }

    @Override
    public String getVersion() {
        return StoreState.version(desk.parts().jdbi());
    }

    @Override
    public Map<String, Long> getRows() {
        return StoreState.rows(desk.parts().jdbi());
    }
}
