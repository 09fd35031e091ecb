package dev.gatehouse.playerfc.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Players in a map; once [#breakDown] is called, every operation fails.
final class InMemoryPlayerStore implements PlayerStore {
  private final Map<String, Map<String, Object>> items = new LinkedHashMap<>();
  private boolean broken;

  void breakDown() {
    broken = true;
  }

  @Override
  public void put(Player player) {
    check();
    items.put(player.id(), new LinkedHashMap<>(player.attributes()));
  }

  @Override
  public Optional<Map<String, Object>> find(String id) {
    check();
    return Optional.ofNullable(items.get(id));
  }

  @Override
  public List<Map<String, Object>> all() {
    check();
    return List.copyOf(items.values());
  }

  @Override
  public Optional<Map<String, Object>> change(String id, Map<String, Object> changes) {
    check();
    var item = Optional.ofNullable(items.get(id));
    item.ifPresent(attributes -> attributes.putAll(changes));
    return item.map(_ -> changes);
  }

  @Override
  public boolean remove(String id) {
    check();
    return items.remove(id) != null;
  }

  private void check() {
    if (broken) {
      throw new StoreException(
          new IllegalStateException("arn:aws:dynamodb:eu-west-1:123456789012:table/Players"));
    }
  }
}
