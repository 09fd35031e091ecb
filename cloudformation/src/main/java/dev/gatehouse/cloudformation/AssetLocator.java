package dev.gatehouse.cloudformation;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds on this machine what a template takes from a bucket.
public final class AssetLocator {
  /// @param packaging whether the path holds what the bucket would hold, or a folder to be zipped
  public record Asset(Path path, Packaging packaging) {}

  public enum Packaging {
    FILE,
    ZIP
  }

  /// Finds nothing.
  public static final AssetLocator NONE = new AssetLocator(Map.of(), null);

  private final Map<String, Asset> byKey;
  private final @Nullable Path folder;
  private final Set<Path> used = ConcurrentHashMap.newKeySet();

  private AssetLocator(Map<String, Asset> byKey, @Nullable Path folder) {
    this.byKey = Map.copyOf(byKey);
    this.folder = folder;
  }

  /// @param byKey assets of a cloud assembly by object key, the name that their bucket knows
  static AssetLocator of(Map<String, Asset> byKey) {
    return new AssetLocator(byKey, null);
  }

  /// Paths relative to a plain template's folder.
  static AssetLocator beside(@Nullable Path folder) {
    return new AssetLocator(Map.of(), folder);
  }

  /// @param objectKey `S3Key`; the bucket does not matter, keys of assets are hashes
  public Optional<Asset> find(String objectKey) {
    return Optional.ofNullable(byKey.get(objectKey));
  }

  /// What was asked for beside a plain template, whether or not it was there.
  public Set<Path> used() {
    return Set.copyOf(used);
  }

  /// A path written in a plain template where AWS has an S3 location, as `aws cloudformation
  /// package` takes it; empty if there is nothing, or the template is not a plain one.
  public Optional<Asset> local(String path) {
    if (folder == null) {
      return Optional.empty();
    }
    try {
      Path found = folder.resolve(path).normalize();
      used.add(found);
      if (Files.isDirectory(found)) {
        return Optional.of(new Asset(found, Packaging.ZIP));
      }
      return Files.isRegularFile(found)
          ? Optional.of(new Asset(found, Packaging.FILE))
          : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
