#include "app/ctl/command.h"
#include "app/ctl/find.h"
#include "app/ctl/showobject.h"
#include "app/ctl/terminal.h"
#include "openstack/compute/keypair.h"
#include "openstack/requestparts.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

struct KeyPairWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ctl::KeyPairs)
};

class KeyPairList final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        client().all(openstack::List<openstack::KeyPair>{}).then(this, [this](auto result) {
            if (!result.ok()) {
                fail(result.error(), KeyPairWords::tr("The key pairs could not be listed."));
                return;
            }
            Listing listing{.columns = {u"Name"_s, u"Fingerprint"_s, u"Type"_s}, .rows = {}};
            for (const openstack::KeyPair &pair : *result)
                listing.rows.push_back({{pair.name},
                                        readableCell(pair, "fingerprint", {pair.fingerprint}),
                                        {pair.type}});
            show(std::move(listing));
        });
    }
};

class KeyPairShow final : public Command
{
public:
    using Command::Command;

    void run() override
    {
        findKeyPair(client(), invocation().operands.first(), this, [this](auto pair) {
            if (!pair.ok()) {
                fail(pair.error(), KeyPairWords::tr("The key pair could not be shown."));
            } else if (invocation().has(u"public-key"_s)) {
                print(pair->publicKey.trimmed() + u'\n');
                done();
            } else {
                showAll(pair->name);
            }
        });
    }

private:
    void showAll(const QString &name)
    {
        const ShowObject whole{.service = net::Service::Compute,
                               .path = "/os-keypairs/"_L1 + openstack::pathSegment(name),
                               .key = u"keypair"_s,
                               .microversions = openstack::microversionsOf(net::Service::Compute)};
        client().call(whole).then(this, [this](auto pair) {
            if (!pair.ok()) {
                fail(pair.error(), KeyPairWords::tr("The key pair could not be shown."));
                return;
            }
            // The words of `openstack`, for which the name is the ID. Nobody has the private key.
            Details details;
            for (const QString &key : {u"created_at"_s, u"fingerprint"_s})
                details.fields.emplace_back(key, Cell{pair->value(key)});
            details.fields.emplace_back(u"id"_s, Cell{pair->value(u"name"_s)});
            details.fields.emplace_back(u"is_deleted"_s, Cell{pair->value(u"deleted"_s)});
            details.fields.emplace_back(u"name"_s, Cell{pair->value(u"name"_s)});
            details.fields.emplace_back(u"private_key"_s, Cell{});
            for (const QString &key : {u"type"_s, u"user_id"_s})
                details.fields.emplace_back(key, Cell{pair->value(key)});
            show(std::move(details));
        });
    }
};

} // namespace

std::vector<CommandEntry> keyPairCommands()
{
    std::vector<CommandEntry> commands;
    commands.push_back(entry<KeyPairList>(
        {.words = {u"keypair"_s, u"list"_s}, .summary = KeyPairWords::tr("List your key pairs")}));
    commands.push_back(entry<KeyPairShow>(
        {.words = {u"keypair"_s, u"show"_s},
         .summary = KeyPairWords::tr("Show one key pair"),
         .operand = u"key"_s,
         .prints = CommandSpec::Prints::Details,
         .options = {{{u"public-key"_s}, KeyPairWords::tr("Print only the public key.")}}}));
    return commands;
}

} // namespace oriel::ctl
