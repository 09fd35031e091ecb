package dev.gatehouse.host.endpoint;

import dev.gatehouse.aws.Json;
import dev.gatehouse.host.endpoint.AwsService.Permission;
import dev.gatehouse.host.endpoint.Operation.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// Cognito's operations that make, change and delete user pools and what belongs to them. What an
/// update does not mention goes back to its default, as on AWS (API_UpdateUserPoolClient).
final class CognitoChanges {
  private final Inventory inventory;
  private final Editor editor;

  CognitoChanges(Inventory inventory, Changes changes) {
    this.inventory = inventory;
    this.editor =
        new Editor(
            changes,
            "InvalidParameterException",
            resource ->
                AwsError.of(
                    400,
                    "ConcurrentModificationException",
                    "Only one request to update %s can be processed at a time."
                        .formatted(words(resource.type()))));
  }

  List<Operation> operations() {
    return List.of(
        operation("CreateUserPool", _ -> "*", this::createPool),
        ofPool("UpdateUserPool", this::updatePool),
        ofPool("DeleteUserPool", this::deletePool),
        ofPool("CreateUserPoolClient", this::createClient),
        ofPool("UpdateUserPoolClient", this::updateClient),
        ofPool("DeleteUserPoolClient", this::deleteClient),
        ofPool("CreateResourceServer", this::createServer),
        ofPool("UpdateResourceServer", this::updateServer),
        ofPool("DeleteResourceServer", this::deleteServer),
        ofPool("CreateUserPoolDomain", this::createDomain),
        ofPool("UpdateUserPoolDomain", this::updateDomain),
        ofPool("DeleteUserPoolDomain", this::deleteDomain));
  }

  private static Operation operation(
      String name, Function<Input, String> resource, Function<Input, ObjectNode> work) {
    return new Operation(
        name,
        (input, _) -> List.of(new Permission("cognito-idp:" + name, resource.apply(input))),
        (input, _) -> new Answer.Result(work.apply(input)));
  }

  private Operation ofPool(String name, Function<Input, ObjectNode> work) {
    return operation(
        name,
        input ->
            inventory.arn(
                "cognito-idp", "userpool/" + input.text("UserPoolId", CognitoIdp.POOL_ID)),
        work);
  }

  /// `AWS::Cognito::UserPoolClient` is a user pool client.
  private static String words(String type) {
    return type.substring(type.lastIndexOf(':') + 1)
        .replaceAll("(?<=.)(?=\\p{Upper})", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static ObjectNode nothing() {
    return Json.STRICT.createObjectNode();
  }

  private static ObjectNode one(String member, ObjectNode shown) {
    return Json.STRICT.createObjectNode().set(member, shown).asObject();
  }

  // User pools

  private ObjectNode createPool(Input input) {
    ObjectNode properties = input.members(Set.of("PoolName"));
    properties.put("UserPoolName", input.text("PoolName", CognitoIdp.POOL_NAME));
    var edited = editor.create(CognitoIdp.POOL, properties);
    return one("UserPool", CognitoIdp.shown(edited.resource(), edited.inventory()));
  }

  private ObjectNode updatePool(Input input) {
    Deployed pool = pool(input);
    ObjectNode properties = input.members(Set.of("UserPoolId", "PoolName"));
    properties.put(
        "UserPoolName",
        input.find("PoolName", CognitoIdp.POOL_NAME).orElseGet(() -> pool.attribute("Name")));
    editor.update(pool, properties);
    return nothing();
  }

  private ObjectNode deletePool(Input input) {
    Deployed pool = pool(input);
    if (!partsOf(CognitoIdp.DOMAIN_TYPE, pool).isEmpty()) {
      throw input.refuse(
          "User pool cannot be deleted. It has a domain configured that should be deleted first.");
    }
    var all = new ArrayList<Deployed>();
    all.addAll(partsOf(CognitoIdp.CLIENT, pool));
    all.addAll(partsOf(CognitoIdp.SERVER, pool));
    all.add(pool);
    editor.delete(all);
    return nothing();
  }

  private List<Deployed> partsOf(String type, Deployed pool) {
    return inventory.partsOf(type, "UserPoolId", pool.id());
  }

  private Deployed pool(Input input) {
    String id = input.text("UserPoolId", CognitoIdp.POOL_ID);
    return inventory
        .find(CognitoIdp.POOL, id)
        .orElseThrow(() -> CognitoIdp.notFound("User pool " + id + " does not exist."));
  }

  private Deployed part(String type, Deployed pool, String id, String what) {
    return partsOf(type, pool).stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> CognitoIdp.notFound(what + " " + id + " does not exist."));
  }

  // App clients

  private ObjectNode createClient(Input input) {
    Deployed pool = pool(input);
    input.text("ClientName", CognitoIdp.CLIENT_NAME);
    ObjectNode properties = input.members(Set.of());
    properties.put("UserPoolId", pool.id());
    return one(
        "UserPoolClient",
        CognitoIdp.shown(editor.create(CognitoIdp.CLIENT, properties).resource()));
  }

  private ObjectNode updateClient(Input input) {
    Deployed client = client(input);
    ObjectNode properties = input.members(Set.of("ClientId"));
    if (!properties.has("ClientName")) {
      properties.put("ClientName", client.attribute("Name"));
    }
    Shapes.copy(client.properties(), properties, "UserPoolId", "GenerateSecret");
    return one("UserPoolClient", CognitoIdp.shown(editor.update(client, properties).resource()));
  }

  private ObjectNode deleteClient(Input input) {
    editor.delete(List.of(client(input)));
    return nothing();
  }

  private Deployed client(Input input) {
    return part(
        CognitoIdp.CLIENT,
        pool(input),
        input.text("ClientId", CognitoIdp.CLIENT_ID),
        "User pool client");
  }

  // Resource servers

  private ObjectNode createServer(Input input) {
    Deployed pool = pool(input);
    String identifier = input.text("Identifier", CognitoIdp.IDENTIFIER);
    input.text("Name", CognitoIdp.SERVER_NAME);
    if (partsOf(CognitoIdp.SERVER, pool).stream().anyMatch(one -> one.id().equals(identifier))) {
      throw input.refuse(identifier + " already exists in user pool " + pool.id() + ".");
    }
    ObjectNode properties = input.members(Set.of());
    properties.put("UserPoolId", pool.id());
    return one(
        "ResourceServer",
        CognitoIdp.server(editor.create(CognitoIdp.SERVER, properties).resource()));
  }

  private ObjectNode updateServer(Input input) {
    Deployed server = server(input);
    input.text("Name", CognitoIdp.SERVER_NAME);
    return one(
        "ResourceServer",
        CognitoIdp.server(editor.update(server, input.members(Set.of())).resource()));
  }

  private ObjectNode deleteServer(Input input) {
    editor.delete(List.of(server(input)));
    return nothing();
  }

  private Deployed server(Input input) {
    return part(
        CognitoIdp.SERVER,
        pool(input),
        input.text("Identifier", CognitoIdp.IDENTIFIER),
        "Resource server");
  }

  // Domains

  private ObjectNode createDomain(Input input) {
    Deployed pool = pool(input);
    String name = input.text("Domain", CognitoIdp.DOMAIN);
    if (inventory.find(CognitoIdp.DOMAIN_TYPE, name).isPresent()) {
      throw input.refuse("Domain already associated with another user pool.");
    }
    if (!partsOf(CognitoIdp.DOMAIN_TYPE, pool).isEmpty()) {
      throw input.refuse("User pool already has a domain configured.");
    }
    editor.create(CognitoIdp.DOMAIN_TYPE, input.members(Set.of()));
    return nothing();
  }

  private ObjectNode updateDomain(Input input) {
    Deployed domain = domain(input);
    if (input.has("ManagedLoginVersion")) {
      throw input.refuse(
          "Gatehouse has no managed login: ManagedLoginVersion would change nothing.");
    }
    input.required("CustomDomainConfig");
    if (!domain.properties().has("CustomDomainConfig")) {
      throw input.refuse(domain.id() + " is a prefix, which has no certificate.");
    }
    editor.update(domain, input.members(Set.of()));
    return nothing();
  }

  private ObjectNode deleteDomain(Input input) {
    editor.delete(List.of(domain(input)));
    return nothing();
  }

  private Deployed domain(Input input) {
    String name = input.text("Domain", CognitoIdp.DOMAIN);
    return partsOf(CognitoIdp.DOMAIN_TYPE, pool(input)).stream()
        .filter(one -> one.id().equals(name))
        .findFirst()
        .orElseThrow(() -> input.refuse("No such domain or user pool exists."));
  }
}
