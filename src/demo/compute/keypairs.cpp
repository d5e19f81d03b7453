#include "demo/compute/computeschemas.h"
#include "demo/compute/computeservice.h"
#include "demo/compute/keymaterial.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

enum class View { Row, Created, Whole };

QJsonObject keyPairBody(const KeyPair &pair, const Call &call, View view)
{
    QJsonObject body{{u"name"_s, pair.name},
                     {u"public_key"_s, pair.publicKey},
                     {u"fingerprint"_s, pair.fingerprint}};
    if (call.microversion >= 2)
        body.insert(u"type"_s, pair.type);
    if (view != View::Row)
        body.insert(u"user_id"_s, pair.userId);
    if (view == View::Whole) {
        body.insert(u"id"_s, pair.id);
        body.insert(u"created_at"_s, isoMicro(pair.created));
        body.insert(u"updated_at"_s, QJsonValue::Null);
        body.insert(u"deleted"_s, false);
        body.insert(u"deleted_at"_s, QJsonValue::Null);
    }
    return body;
}

/// Whether the request is about the user's own key pairs. From 2.10 on, administrators may name
/// another user; the demo cloud has no administrators.
bool isOwn(const Call &call, const QString &user)
{
    return call.microversion < 10 || user.isEmpty() || user == call.token->userId;
}

/// Nova's database ignores case in names.
bool isNamed(const KeyPair &pair, const QString &name)
{
    return pair.name.compare(name, Qt::CaseInsensitive) == 0;
}

} // namespace

void ComputeService::addKeyPairRoutes()
{
    namespace schemas = computeschemas;
    m_router.add("GET", "v2.1/os-keypairs", [this](Call &call) { return listKeyPairs(call); },
                 {.query = &schemas::listKeyPairs});
    m_router.add("POST", "v2.1/os-keypairs", [this](Call &call) { return createKeyPair(call); },
                 {.body = &schemas::createKeyPair});
    m_router.add("GET", "v2.1/os-keypairs/{}",
                 [this](Call &call) {
                     if (!isOwn(call, call.argument(u"user_id")))
                         return denied(u"os-keypairs:show"_s);
                     const auto found = findKeyPair(call, call.parameters[0]);
                     if (found == state().keyPairs.end())
                         return keyPairNotFound(call);
                     return HttpResponse::json(
                         200, {{u"keypair"_s, keyPairBody(*found, call, View::Whole)}});
                 },
                 {.query = &schemas::keyPair});
    m_router.add("DELETE", "v2.1/os-keypairs/{}",
                 [this](Call &call) {
                     if (!isOwn(call, call.argument(u"user_id")))
                         return denied(u"os-keypairs:delete"_s);
                     const auto found = findKeyPair(call, call.parameters[0]);
                     if (found == state().keyPairs.end())
                         return keyPairNotFound(call);
                     state().keyPairs.erase(found);
                     HttpResponse response =
                         HttpResponse::empty(call.microversion >= 2 ? 204 : 202);
                     response.contentType = QByteArrayLiteral("application/json");
                     return response;
                 },
                 {.query = &schemas::keyPair});
}

std::vector<KeyPair>::iterator ComputeService::findKeyPair(const Call &call,
                                                           const QString &name) const
{
    return std::find_if(state().keyPairs.begin(), state().keyPairs.end(), [&](const KeyPair &pair) {
        return isNamed(pair, name) && pair.userId == call.token->userId;
    });
}

HttpResponse ComputeService::keyPairNotFound(const Call &call)
{
    return fault(404,
                 u"Keypair %1 not found for user %2"_s.arg(call.parameters[0], call.token->userId));
}

HttpResponse ComputeService::listKeyPairs(Call &call)
{
    if (!isOwn(call, call.argument(u"user_id")))
        return denied(u"os-keypairs:index"_s);
    const bool paged = call.microversion >= 35;
    const int limit =
        paged && call.has(u"limit") ? std::min(call.argument(u"limit").toInt(), 1000) : 1000;
    std::vector<const KeyPair *> pairs;
    for (const KeyPair &pair : state().keyPairs) {
        if (pair.userId == call.token->userId)
            pairs.push_back(&pair);
    }
    std::sort(pairs.begin(), pairs.end(), [](const KeyPair *a, const KeyPair *b) {
        return a->name.compare(b->name, Qt::CaseInsensitive) < 0;
    });
    auto from = pairs.begin();
    if (paged && call.has(u"marker")) {
        const QString marker = call.argument(u"marker");
        from = std::find_if(pairs.begin(), pairs.end(),
                            [&](const KeyPair *pair) { return isNamed(*pair, marker); });
        if (from == pairs.end())
            return fault(400, u"Marker %1 could not be found."_s.arg(marker));
        ++from;
    }
    QJsonArray rows;
    QString last;
    for (; from != pairs.end() && rows.size() < limit; ++from) {
        rows.append(QJsonObject{{u"keypair"_s, keyPairBody(**from, call, View::Row)}});
        last = (*from)->name;
    }
    QJsonObject answer{{u"keypairs"_s, rows}};
    if (paged && !rows.isEmpty() && rows.size() == limit) {
        const QString href =
            world().base + u"/compute/" + call.rest + nextQuery(call.request, last);
        answer.insert(u"keypairs_links"_s,
                      QJsonArray{QJsonObject{{u"rel"_s, u"next"_s}, {u"href"_s, href}}});
    }
    return HttpResponse::json(200, answer);
}

HttpResponse ComputeService::createKeyPair(Call &call)
{
    const QJsonObject wanted = call.body.value(u"keypair").toObject();
    if (!isOwn(call, wanted.value(u"user_id").toString()))
        return denied(u"os-keypairs:create"_s);
    const auto owned =
        std::count_if(state().keyPairs.begin(), state().keyPairs.end(),
                      [&](const KeyPair &pair) { return pair.userId == call.token->userId; });
    if (owned >= mostKeyPairs)
        return fault(403, u"Quota exceeded, too many key pairs."_s);

    KeyPair pair;
    pair.id = state().keyPairs.empty() ? 1 : state().keyPairs.back().id + 1;
    pair.name = wanted.value(u"name").toString();
    pair.type = wanted.value(u"type").toString(u"ssh"_s);
    pair.userId = call.token->userId;
    pair.created = world().now();
    const bool ssh = pair.type == u"ssh";
    QString privateKey;
    if (wanted.contains(u"public_key")) {
        pair.publicKey = wanted.value(u"public_key").toString();
        const auto fingerprint = ssh ? keymaterial::sshFingerprint(pair.publicKey)
                                     : keymaterial::certificateFingerprint(pair.publicKey);
        if (!fingerprint) {
            return fault(
                400, ssh ? u"Keypair data is invalid: failed to generate fingerprint"_s
                         : u"Keypair data is invalid: failed to generate X509 fingerprint. Error "
                           "message: Unable to load PEM file."_s);
        }
        pair.fingerprint = *fingerprint;
    } else {
        const auto made =
            ssh ? keymaterial::makeSshKey() : keymaterial::makeCertificate(pair.userId);
        privateKey = made.privateKey;
        pair.publicKey = made.publicKey;
        pair.fingerprint = made.fingerprint;
    }
    if (findKeyPair(call, pair.name) != state().keyPairs.end())
        return fault(409, u"Key pair '%1' already exists."_s.arg(pair.name));
    state().keyPairs.push_back(pair);
    QJsonObject body = keyPairBody(pair, call, View::Created);
    if (!privateKey.isEmpty())
        body.insert(u"private_key"_s, privateKey);
    return HttpResponse::json(call.microversion >= 2 ? 201 : 200, {{u"keypair"_s, body}});
}

} // namespace oriel::demo
