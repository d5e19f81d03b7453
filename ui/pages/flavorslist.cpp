#include "ui/pages/listpages.h"

#include "base/humanize.h"
#include "models/words.h"
#include "operations/flavorwords.h"
#include "ui/pages/factsbody.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <atomic>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using openstack::Flavor;
using openstack::Server;

/// Whether an instance has the flavor, as far as Nova says: since 2.47 only by its name.
bool hasFlavor(const Server &server, const Flavor &flavor)
{
    return server.flavor.id.isEmpty() ? server.flavor.name == flavor.name
                                      : server.flavor.id == flavor.id;
}

class FlavorsList
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::FlavorsList)

public:
    static std::unique_ptr<models::RowModel> model(const UiContext &ui);
    static std::optional<ResourceFacts> facts(const UiContext &ui, const QString &id);
    static ListPageSpec spec();

private:
    /// What the columns show beside the flavors. It changes in the GUI thread while a worker reads
    /// it.
    struct Around
    {
        struct Known
        {
            QHash<QString, int> uses; ///< instances, by the flavor's ID or name
            std::optional<openstack::ComputeLimits> limits;
        };
        std::atomic<std::shared_ptr<const Known>> known = std::make_shared<const Known>();

        void update(const store::CloudStores &stores);
        [[nodiscard]] int uses(const Flavor &flavor) const;
    };

    static QString orNone(const QString &text, int amount);
    static QString missing(const Flavor &flavor,
                           const std::optional<openstack::ComputeLimits> &limits);
    static QString fitWord(const Flavor &flavor, const std::shared_ptr<const Around::Known> &known);
    static std::vector<models::Column<Flavor>> columns(const std::shared_ptr<Around> &around);
    static SearchWords searchWords(const Flavor &flavor);
};

void FlavorsList::Around::update(const store::CloudStores &stores)
{
    auto now = std::make_shared<Known>();
    for (const auto &server : stores.servers.rows())
        ++now->uses[server->flavor.id.isEmpty() ? server->flavor.name : server->flavor.id];
    now->limits = stores.computeLimits.value();
    known.store(std::move(now));
}

int FlavorsList::Around::uses(const Flavor &flavor) const
{
    const auto now = known.load();
    return now->uses.value(flavor.id) +
           (flavor.name == flavor.id ? 0 : now->uses.value(flavor.name));
}

QString FlavorsList::orNone(const QString &text, int amount)
{
    return amount > 0 ? text : models::emptyCell();
}

/// Which quota one more instance would exceed, as a sentence; empty: none.
QString FlavorsList::missing(const Flavor &flavor,
                             const std::optional<openstack::ComputeLimits> &limits)
{
    if (!limits)
        return {};
    if (!limits->instances.fits(1))
        return tr("No more instances fit the quota.");
    if (!limits->cores.fits(flavor.vcpus))
        return tr("It needs %1 vCPUs; %2 are free.")
            .arg(QString::number(flavor.vcpus),
                 QString::number(std::max<qint64>(0, limits->cores.limit - limits->cores.used)));
    if (!limits->ramMiB.fits(flavor.ramMiB))
        return tr("It needs %1 of memory; %2 are free.")
            .arg(memoryText(flavor.ramMiB), memoryText(static_cast<int>(std::max<qint64>(
                                                0, limits->ramMiB.limit - limits->ramMiB.used))));
    return {};
}

QString FlavorsList::fitWord(const Flavor &flavor,
                             const std::shared_ptr<const Around::Known> &known)
{
    if (!known->limits)
        return models::emptyCell();
    const QString why = missing(flavor, known->limits);
    return why.isEmpty() ? tr("Yes") : tr("No");
}

std::vector<models::Column<Flavor>> FlavorsList::columns(const std::shared_ptr<Around> &around)
{
    using models::Lookup;
    using C = models::Column<Flavor>;
    constexpr auto right = Qt::AlignRight | Qt::AlignVCenter;
    const auto amount = [](int Flavor::*member, QString (*text)(int)) {
        return [member, text](const Flavor &flavor, const Lookup &) {
            return orNone(text(flavor.*member), flavor.*member);
        };
    };
    const auto number = [](int Flavor::*member) {
        return [member](const Flavor &flavor, const Lookup &) {
            return qint64(flavor.*member);
        };
    };
    const auto memory = [](int mib) {
        return memoryText(mib);
    };
    const auto disk = [](int gib) {
        return gibText(gib);
    };
    return {
        C{.key = u"name"_s,
          .title = tr("Name"),
          .text = [](const Flavor &flavor, const Lookup &) { return flavor.name; },
          .cut = models::Cut::Middle,
          .width = 28},
        C{.key = u"vcpus"_s,
          .title = tr("vCPUs"),
          .text = [](const Flavor &flavor,
                     const Lookup &) { return QString::number(flavor.vcpus); },
          .number = number(&Flavor::vcpus),
          .alignment = right,
          .width = 8},
        C{.key = u"memory"_s,
          .title = tr("Memory"),
          .text = amount(&Flavor::ramMiB, memory),
          .number = number(&Flavor::ramMiB),
          .alignment = right,
          .width = 12},
        C{.key = u"disk"_s,
          .title = tr("Disk"),
          .text = amount(&Flavor::diskGiB, disk),
          .number = number(&Flavor::diskGiB),
          .alignment = right,
          .width = 12},
        C{.key = u"ephemeral"_s,
          .title = tr("Ephemeral disk"),
          .text = amount(&Flavor::ephemeralGiB, disk),
          .number = number(&Flavor::ephemeralGiB),
          .alignment = right,
          .width = 14},
        C{.key = u"swap"_s,
          .title = tr("Swap"),
          .text = amount(&Flavor::swapMiB, memory),
          .number = number(&Flavor::swapMiB),
          .alignment = right,
          .width = 12,
          .shownByDefault = false},
        C{.key = u"fits"_s,
          //: Column: whether one more instance of a flavor fits the free quota.
          .title = tr("Fits the quota"),
          .text = [around](const Flavor &flavor,
                           const Lookup &) { return fitWord(flavor, around->known.load()); },
          .tip = [around](const Flavor &flavor,
                          const Lookup &) { return missing(flavor, around->known.load()->limits); },
          .width = 14},
        C{.key = u"uses"_s,
          //: Column: how many instances have this flavor.
          .title = tr("Instances"),
          .text =
              [around](const Flavor &flavor, const Lookup &) {
                  const int uses = around->uses(flavor);
                  return orNone(QString::number(uses), uses);
              },
          .number = [around](const Flavor &flavor,
                             const Lookup &) { return qint64(around->uses(flavor)); },
          .alignment = right,
          .width = 11},
        C{.key = u"features"_s,
          //: Column: what a flavor has beside its sizes, such as GPUs.
          .title = tr("Features"),
          .text =
              [](const Flavor &flavor, const Lookup &) {
                  const QString features = operations::flavorFeatures(flavor.extraSpecs);
                  return features.isEmpty() ? models::emptyCell() : features;
              },
          .tip = [](const Flavor &flavor,
                    const Lookup &) { return operations::flavorFeatures(flavor.extraSpecs); },
          .width = 22},
        C{.key = u"public"_s,
          .title = tr("Public"),
          .text = [](const Flavor &flavor,
                     const Lookup &) { return flavor.isPublic ? tr("Yes") : tr("No"); },
          .width = 10,
          .shownByDefault = false},
    };
}

std::unique_ptr<models::RowModel> FlavorsList::model(const UiContext &ui)
{
    const auto around = std::make_shared<Around>();
    around->update(ui.stores);
    const std::vector<Kind> needs{Kind::Server, Kind::ComputeLimits};
    // Before the model, so that it finds the new values when it hears of the same change.
    auto *watcher = new QObject;
    for (const Kind kind : needs)
        QObject::connect(&ui.stores.at(kind), &store::StoreBase::changed, watcher,
                         [around, &stores = ui.stores] { around->update(stores); });
    auto made =
        std::make_unique<models::StoreModel<Flavor>>(ui.stores, ui.clock, columns(around), needs);
    watcher->setParent(made.get());
    return made;
}

std::optional<ResourceFacts> FlavorsList::facts(const UiContext &ui, const QString &id)
{
    using Fact = FactGrid::Fact;
    const auto row = ui.stores.flavors.find(id);
    if (!row)
        return {};
    const Flavor &flavor = *row;
    const QString why = missing(flavor, ui.stores.computeLimits.value());
    std::vector<Fact> own{
        {.label = tr("Name"), .value = flavor.name, .copyable = true},
        {.label = tr("ID"), .value = flavor.id, .copyable = true, .mono = true},
        {.label = tr("Description"), .value = flavor.description},
        {.label = tr("Public"),
         .value = flavor.isPublic ? tr("Yes") : tr("No: only for selected projects")},
        {.label = tr("Fits the quota"),
         .value = !ui.stores.computeLimits.value() ? QString()
                  : why.isEmpty()                  ? tr("Yes")
                                                   : why}};
    std::vector<Fact> sizes{
        {.label = tr("vCPUs"), .value = QString::number(flavor.vcpus)},
        {.label = tr("Memory"), .value = memoryText(flavor.ramMiB)},
        {.label = tr("Disk"),
         .value = flavor.diskGiB > 0 ? gibText(flavor.diskGiB)
                                     : tr("None: instances boot from a volume")},
        {.label = tr("Ephemeral disk"),
         .value = flavor.ephemeralGiB > 0 ? gibText(flavor.ephemeralGiB) : QString()},
        {.label = tr("Swap"),
         .value = flavor.swapMiB > 0 ? memoryText(flavor.swapMiB) : QString()}};
    std::vector<Fact> specs;
    for (const operations::FlavorSpec &spec : operations::flavorSpecs(flavor.extraSpecs))
        specs.push_back({.label = spec.title, .value = spec.text});
    std::vector<Fact> instances;
    constexpr std::size_t most = 20;
    int more = 0;
    for (const auto &server : ui.stores.servers.rows()) {
        if (!hasFlavor(*server, flavor))
            continue;
        if (instances.size() < most)
            instances.push_back({.label = models::serverStatus(*server).text,
                                 .value = server->name.isEmpty() ? server->id : server->name,
                                 .link = Route::to(Kind::Server, server->id).link()});
        else
            ++more;
    }
    if (more > 0)
        instances.push_back({.label = QString(), .value = tr("and %n more", nullptr, more)});
    const models::StatusWord status =
        !ui.stores.computeLimits.value()
            ? models::StatusWord{flavor.isPublic ? tr("Public") : tr("Not public"),
                                 models::Tone::None}
        : why.isEmpty() ? models::StatusWord{tr("Fits the quota"), models::Tone::Good}
                        : models::StatusWord{tr("Exceeds the quota"), models::Tone::Warning};
    return ResourceFacts{flavor.name,
                         status,
                         {{tr("Flavor"), std::move(own)},
                          {tr("Sizes"), std::move(sizes)},
                          //: Keys and values that say on which hosts a flavor runs, and how.
                          {tr("Extra specs"), std::move(specs)},
                          {tr("Instances"), std::move(instances)}}};
}

SearchWords FlavorsList::searchWords(const Flavor &flavor)
{
    return {.kind = tr("Flavor"),
            .detail = tr("%n vCPU(s), %1", nullptr, flavor.vcpus).arg(memoryText(flavor.ramMiB)),
            .icon = u"cpu"_s};
}

ListPageSpec FlavorsList::spec()
{
    return {
        .kind = Kind::Flavor,
        .group = PageGroup::Compute,
        .words = {.key = u"flavors"_s,
                  .title = tr("Flavors"),
                  .placeholder = tr("Filter flavors"),
                  .icon = u"cpu"_s,
                  .emptyTitle = tr("No flavors"),
                  .emptyText = tr("A flavor is a size that an instance can have. Your cloud offers "
                                  "none to this project."),
                  .failed = tr("The flavors could not be loaded.")},
        .counted = [](const QString &count,
                      int total) { return tr("%1 flavor(s)", nullptr, total).arg(count); },
        .needs = {Kind::Server, Kind::ComputeLimits},
        .source = storeOf<Flavor>,
        .model = model,
        .page =
            ResourcePageSpec{
                .needs = {Kind::Server, Kind::ComputeLimits},
                .name = nameOf<Flavor>,
                .body = factsBody(&facts),
                .gone = tr("This flavor no longer exists"),
                .goneText = tr("Your cloud's operator has removed it, or no longer offers it to "
                               "this project. Instances that have it keep it."),
                .failed = tr("The flavor could not be loaded."),
            },
        .actions = actionsOn(Kind::Flavor),
        .search = searchIn(Kind::Flavor, &searchWords),
    };
}

} // namespace

ListPageSpec flavorsList()
{
    return FlavorsList::spec();
}

} // namespace oriel::ui
