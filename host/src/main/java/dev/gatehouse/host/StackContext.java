package dev.gatehouse.host;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Region;
import dev.gatehouse.cloudformation.AssetLocator;
import dev.gatehouse.cloudformation.ResolvedResource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/// What every resource needs to know when it is created, whichever stack it is of.
///
/// @param assets by the names of the stacks
/// @param published gets the code of versions and layers, which stays as it is
record StackContext(
    Region region,
    AccountId account,
    Map<String, AssetLocator> assets,
    Names names,
    Remembered remembered,
    Addresses addresses,
    SecureRandom random,
    Instant startedAt,
    Path published) {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int SUFFIX = 12;

  StackContext {
    assets = Map.copyOf(assets);
  }

  /// A generated value that stays with this resource across restarts.
  String remember(ResolvedResource resource, String name, Supplier<String> make) {
    return remembered.resource(names.key(resource.logicalId()), resource.type(), name, make);
  }

  /// The last of a resource's numbers, raised first. A number once given is never given again.
  ///
  /// @param resource as resources are named here
  /// @param by 0 keeps it in mind
  int number(String resource, String type, int by) {
    return remembered.number(names.key(resource), type, by);
  }

  /// The template's name for it, or `STACK-LOGICALID-RANDOM` as CloudFormation makes one, cut to
  /// fit.
  String physicalName(ResolvedResource resource, String property, int maxLength) {
    var given = resource.properties().path(property);
    if (given.isString()) {
      return given.asString();
    }
    return remember(
        resource,
        "name",
        () -> {
          ResourceKey key = names.key(resource.logicalId());
          String stem = key.isMade() ? key.logicalId() : key.stack() + "-" + key.logicalId();
          int room = maxLength - SUFFIX - 1;
          return stem.substring(0, Math.min(stem.length(), room)) + "-" + text(SUFFIX, LETTERS);
        });
  }

  String text(int length, String alphabet) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /// Where the files of the resource's stack are.
  AssetLocator assets(ResolvedResource resource) {
    return assets.getOrDefault(names.key(resource.logicalId()).stack(), AssetLocator.NONE);
  }

  /// When all this was first started.
  Instant created() {
    return Instant.parse(remembered.value("created", startedAt::toString));
  }

  /// When the stack first started with this resource.
  Instant created(ResolvedResource resource) {
    return Instant.parse(remember(resource, "created", startedAt::toString));
  }

  /// When the stack was first started.
  Instant created(String stack) {
    return Instant.parse(remembered.stack(stack, "created", startedAt::toString));
  }

  Arn arn(String service, String resource) {
    return Arn.of(service, region, account, resource);
  }

  /// The stack's ARN.
  static String stackId(Region region, AccountId account, String stack, Remembered remembered) {
    String unique = remembered.stack(stack, "id", () -> UUID.randomUUID().toString());
    return Arn.of("cloudformation", region, account, "stack/" + stack + "/" + unique).toString();
  }

  String stackId(String stack) {
    return stackId(region, account, stack, remembered);
  }
}
