package dev.gatehouse.playerfc.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where players are kept. Every method may throw [StoreException]; none leaves half a change.
///
/// Items come back as the attributes they have, in [Player]'s order: an item that somebody else
/// wrote may lack some.
interface PlayerStore {
  /// Adds the player, or replaces the one with its id.
  void put(Player player);

  Optional<Map<String, Object>> find(String id);

  List<Map<String, Object>> all();

  /// The changed attributes with their new values; empty when there is no such player.
  Optional<Map<String, Object>> change(String id, Map<String, Object> changes);

  /// Whether there was such a player.
  boolean remove(String id);
}
