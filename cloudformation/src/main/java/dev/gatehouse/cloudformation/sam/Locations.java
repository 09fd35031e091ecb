package dev.gatehouse.cloudformation.sam;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where code, layers and documents lie: `s3://bucket/key?versionId=…`, an object of the same
/// parts, or a path beside the template, which `sam package` would have uploaded.
final class Locations {
  private static final Pattern S3 =
      Pattern.compile("s3://(?<bucket>[^/]+)/(?<key>[^?]+)(\\?versionId=(?<version>.+))?");

  private Locations() {}

  /// `S3Bucket`, `S3Key`, `S3ObjectVersion`, as functions and layers have them.
  static ObjectNode bucket(JsonNode uri) {
    ObjectNode parts = document(uri);
    ObjectNode location = Trees.object();
    copy(parts, "Bucket", location, "S3Bucket");
    copy(parts, "Key", location, "S3Key");
    copy(parts, "Version", location, "S3ObjectVersion");
    return location;
  }

  /// `Bucket`, `Key`, `Version`, as documents of APIs have them.
  static ObjectNode document(JsonNode uri) {
    if (uri instanceof ObjectNode object && !Trees.function(uri)) {
      return object.deepCopy();
    }
    ObjectNode location = Trees.object();
    Matcher s3 = S3.matcher(uri.asString(""));
    if (s3.matches()) {
      location.put("Bucket", s3.group("bucket")).put("Key", s3.group("key"));
      if (s3.group("version") != null) {
        location.put("Version", s3.group("version"));
      }
      return location;
    }
    location.set("Key", uri);
    return location;
  }

  private static void copy(ObjectNode from, String name, ObjectNode to, String as) {
    if (from.has(name)) {
      to.set(as, from.path(name));
    }
  }
}
