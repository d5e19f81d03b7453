#include "net/apiclient.h"
#include "openstack/kind.h"
#include "operations/actions/actions.h"
#include "store/rows.h"
#include "support/democloudfixture.h"

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;

/// Who may only read hears that from every action that changes something, before it is sent.
class TestReaderRole final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesNothing();
};

namespace {

using store::CloudStores;

/// One row of each kind that the demo cloud has.
QHash<Kind, QString> rowsOf(const CloudStores &stores)
{
    QHash<Kind, QString> ids;
    store::Rows::With<store::SnapshotSet>::each([&]<typename T>() {
        const auto &rows = stores.of<T>().rows();
        if (rows.isEmpty())
            return;
        if constexpr (requires { &T::id; })
            ids.insert(T::kind, (*rows.begin())->id);
        else
            ids.insert(T::kind, (*rows.begin())->name);
    });
    return ids;
}

} // namespace

void TestReaderRole::changesNothing()
{
    test::DemoCloudFixture cloud;
    CloudStores &stores = *cloud.stores;
    std::vector<Kind> kinds;
    for (const Action &action : actions()) {
        if (std::ranges::find(kinds, action.kind) == kinds.end())
            kinds.push_back(action.kind);
    }
    const auto subscription = stores.watch(kinds);
    QVERIFY(cloud.pump([&] {
        return std::ranges::all_of(kinds,
                                   [&](Kind kind) { return stores.at(kind).state().loaded; });
    }));
    const QHash<Kind, QString> ids = rowsOf(stores);
    int checked = 0;
    for (const Action &action : actions()) {
        const bool isOwn = action.kind == Kind::KeyPair; // of the user, not of the project
        if (!action.perform || isOwn || (!action.newSubject && !ids.contains(action.kind)))
            continue;
        const QString id = action.newSubject ? QString() : ids.value(action.kind);
        const QString why = action.obstacle({stores, {u"reader"_s}}, id);
        QVERIFY2(why.contains(u"reader"_s), qPrintable(action.key + u": "_s + why));
        ++checked;
    }
    QVERIFY(checked > 100);
}

QTEST_GUILESS_MAIN(TestReaderRole)
#include "tst_readerrole.moc"
