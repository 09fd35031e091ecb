package dev.gatehouse.host.endpoint;

import static dev.gatehouse.host.endpoint.IamEdits.exceeded;
import static dev.gatehouse.host.endpoint.IamEdits.nothing;
import static dev.gatehouse.host.endpoint.IamEdits.own;
import static dev.gatehouse.host.endpoint.IamHolders.Kind.USER;

import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Changes.Change;
import dev.gatehouse.host.endpoint.Input.Shape;
import dev.gatehouse.host.endpoint.Operation.Answer;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// IAM's operations that make and delete access keys.
final class IamKeyChanges {
  private static final Shape KEY_ID = new Shape(16, 128, "\\w+");
  private static final String KEY = "AWS::IAM::AccessKey";

  /// Of one user (reference_iam-quotas.html).
  private static final int KEYS = 2;

  private final IamHolders holders;
  private final IamEdits edits;

  IamKeyChanges(IamHolders holders, IamEdits edits) {
    this.holders = holders;
    this.edits = edits;
  }

  List<Operation> operations() {
    return List.of(
        ofKeys("CreateAccessKey", this::createKey), ofKeys("DeleteAccessKey", this::deleteKey));
  }

  @FunctionalInterface
  private interface OfUser {
    ObjectNode answer(Input input, String userName);
  }

  private Operation ofKeys(String name, OfUser work) {
    return new Operation(
        name,
        (input, call) ->
            List.of(new Permission("iam:" + name, holders.arn(USER, IamApi.userName(input, call)))),
        (input, call) -> new Answer.Result(work.answer(input, IamApi.userName(input, call))));
  }

  static List<Deployed> keys(IamHolders now, Deployed user) {
    return now.inventory().partsOf(KEY, "UserName", user.id());
  }

  /// The secret is told this once.
  private ObjectNode createKey(Input input, String userName) {
    String made = edits.newName(KEY);
    Inventory after =
        edits.carryOut(
            "InvalidInput",
            now -> {
              Deployed user = own(now.find(USER, userName));
              if (keys(now, user).size() >= KEYS) {
                throw exceeded("AccessKeysPerUser", KEYS);
              }
              return List.of(new Change.Put(made, KEY, nothing().put("UserName", user.id())));
            });
    Deployed key = after.named(made).orElseThrow();
    ObjectNode shown =
        nothing()
            .put("UserName", userName)
            .put("AccessKeyId", key.id())
            .put("Status", "Active")
            .put("SecretAccessKey", key.attribute("SecretAccessKey"))
            .put("CreateDate", IamHolders.time(key));
    return nothing().set("AccessKey", shown).asObject();
  }

  private ObjectNode deleteKey(Input input, String userName) {
    String id = input.text("AccessKeyId", KEY_ID);
    edits.carryOut(
        "DeleteConflict",
        now -> {
          Deployed key =
              keys(now, now.find(USER, userName)).stream()
                  .filter(one -> one.id().equals(id))
                  .findFirst()
                  .orElseThrow(() ->
                      IamHolders.noSuchEntity(
                          "The Access Key with id " + id + " cannot be found."));
          return List.of(new Change.Delete(own(key).logicalId()));
        });
    return nothing();
  }
}
