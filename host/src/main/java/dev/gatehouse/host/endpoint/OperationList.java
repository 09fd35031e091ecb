package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Region;
import dev.gatehouse.dynamodb.Tables;
import dev.gatehouse.iam.Credentials;
import dev.gatehouse.iam.IamConfig;
import dev.gatehouse.iam.Ids;
import dev.gatehouse.iam.Policies;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// Which of AWS's operations are carried out here, and which are not, service by service.
///
/// @param service as AWS's command line names it
public record OperationList(String service, List<String> built, List<String> notBuilt) {
  public OperationList {
    built = List.copyOf(built);
    notBuilt = List.copyOf(notBuilt);
  }

  /// Nothing is carried out for a list.
  private static final Changes NONE =
      new Changes() {
        @Override
        public String newName(String type) {
          throw new UnsupportedOperationException(type);
        }

        @Override
        public ObjectNode keep(byte[] zip) {
          throw new UnsupportedOperationException("code");
        }

        @Override
        public Inventory carryOut(Function<Inventory, List<Change>> plan) {
          throw new UnsupportedOperationException(plan.toString());
        }
      };

  /// The same for every stack.
  public static List<OperationList> all() {
    var account = new AccountId("000000000000");
    var nobody = IamConfig.empty(account);
    InstantSource never = InstantSource.system();
    var policies = new Policies(nobody, never);
    var credentials = new Credentials(nobody, policies, never, new Ids(new Random(0)), 1);
    var all = new ArrayList<OperationList>();
    for (var service :
        ManagedServices.of(
            Inventory.empty(account, new Region("us-east-1")),
            NONE,
            Map.of(),
            credentials,
            policies,
            Invocables.NONE,
            never)) {
      all.add(of(service.model().name(), service.model().catalogue(), service.operations()));
    }
    all.add(of("dynamodb", Catalogue.of("dynamodb"), Tables.operations()));
    all.sort(Comparator.comparing(OperationList::service));
    return List.copyOf(all);
  }

  private static OperationList of(String service, Catalogue catalogue, Collection<String> built) {
    var names = catalogue.entries().stream().map(Catalogue.Entry::name).toList();
    return new OperationList(
        service,
        names.stream().filter(built::contains).toList(),
        names.stream().filter(name -> !built.contains(name)).toList());
  }
}
