package dev.gatehouse.host;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Region;
import java.nio.charset.StandardCharsets;

/// `aws/config` and `aws/credentials` in the state folder, for clients that would rather be pointed
/// at files (`AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE`) than given variables.
final class AwsClientFiles {
  private AwsClientFiles() {}

  static void write(
      StateFolder folder, Region region, String endpointUrl, AccessKey administrator) {
    String config =
        """
        [default]
        region = %s
        endpoint_url = %s
        """
            .formatted(region, endpointUrl);
    String credentials =
        """
        [default]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(administrator.id(), administrator.secret().reveal());
    folder.replace("aws/config", config.getBytes(StandardCharsets.UTF_8));
    folder.replace("aws/credentials", credentials.getBytes(StandardCharsets.UTF_8));
  }
}
