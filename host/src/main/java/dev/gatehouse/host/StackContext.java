package dev.gatehouse.host;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Arn;
import dev.gatehouse.aws.Region;
import dev.gatehouse.cloudformation.AssetLocator;
import dev.gatehouse.cloudformation.ResolvedResource;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/// What every resource of one stack needs to know when it is created.
record StackContext(
    String stackName,
    Region region,
    AccountId account,
    AssetLocator assets,
    Remembered remembered,
    Addresses addresses,
    SecureRandom random,
    Instant startedAt) {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int SUFFIX = 12;

  /// A generated value that stays with this resource across restarts.
  String remember(ResolvedResource resource, String name, Supplier<String> make) {
    return remembered.resource(resource.logicalId(), resource.type(), name, make);
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
          String stem = stackName + "-" + resource.logicalId();
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

  /// When this stack was first started.
  Instant created() {
    return Instant.parse(remembered.value("created", startedAt::toString));
  }

  String stackId() {
    String unique = remembered.value("stackId", () -> UUID.randomUUID().toString());
    return arn("cloudformation", "stack/" + stackName + "/" + unique).toString();
  }

  Arn arn(String service, String resource) {
    return Arn.of(service, region, account, resource);
  }
}
