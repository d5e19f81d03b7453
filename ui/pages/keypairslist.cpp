#include "ui/pages/listpages.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using openstack::KeyPair;

class KeyPairsList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::KeyPairsList)

public:
    /// Types that are not known keep their own words.
    static QString typeText(const KeyPair &pair)
    {
        if (pair.type == "ssh"_L1)
            return tr("SSH");
        return pair.type == "x509"_L1 ? tr("X.509 certificate") : pair.type;
    }

    static SearchWords searchWords(const KeyPair &pair)
    {
        return {.kind = tr("Key pair"), .detail = pair.fingerprint, .icon = u"key"_s};
    }

    static auto columns()
    {
        using models::memberColumn;
        auto publicKey = memberColumn(u"publicKey"_s, tr("Public key"), &KeyPair::publicKey, 48);
        publicKey.shownByDefault = false;
        return std::vector{
            memberColumn(u"name"_s, tr("Name"), &KeyPair::name, 28),
            models::Column<KeyPair>{
                .key = u"type"_s,
                .title = tr("Type"),
                .text = [](const KeyPair &pair, const models::Lookup &) { return typeText(pair); },
                .width = 16},
            memberColumn(u"fingerprint"_s, tr("Fingerprint"), &KeyPair::fingerprint, 48),
            publicKey,
        };
    }

    static ListPageSpec spec()
    {
        return {
            .kind = Kind::KeyPair,
            .group = PageGroup::Compute,
            .words = {.key = u"keyPairs"_s,
                      .title = tr("Key pairs"),
                      .placeholder = tr("Filter key pairs"),
                      .icon = u"key"_s,
                      .emptyTitle = tr("No key pairs"),
                      .emptyText = tr("With a key pair, you log in to new instances through SSH. "
                                      "Import the public key that you already use, or generate a "
                                      "new key pair."),
                      .failed = tr("The key pairs could not be loaded.")},
            .counted = [](const QString &count,
                          int total) { return tr("%1 key pair(s)", nullptr, total).arg(count); },
            .source = storeOf<KeyPair>,
            .model = modelOf(columns()),
            .about = tr("Key pairs belong to you, not to the project: they are the same in all of "
                        "your projects."),
            .namesAreIds = true,
            .actions = actionsOn(Kind::KeyPair),
            .search = searchIn(Kind::KeyPair, &searchWords),
        };
    }
};

} // namespace

ListPageSpec keyPairsList()
{
    return KeyPairsList::spec();
}

} // namespace oriel::ui
