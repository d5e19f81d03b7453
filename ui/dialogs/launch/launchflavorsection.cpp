#include "ui/dialogs/launch/launchflavorsection.h"

#include "base/humanize.h"
#include "ui/dialogs/picktable.h"

#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int visibleFlavors = 5;
/// A longer list of flavors has a filter.
constexpr int flavorsWithoutFilter = 10;

} // namespace

LaunchFlavorSection::LaunchFlavorSection(const UiContext &context, forms::LaunchForm &form,
                                         QWidget *parent)
    : LaunchSection(context, form, parent)
    , m_filter(new QLineEdit(this))
{
    addHeading(tr("Flavor"));
    addHint(tr("The number of processors and the memory. The smallest one that fits is chosen."));
    m_filter->setObjectName(u"flavorFilter"_s);
    m_filter->setPlaceholderText(tr("Search flavors"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, this, &LaunchFlavorSection::list);
    column()->addWidget(m_filter);
    makeTable();
    addProblem(u"flavor"_s);
    connect(&context.stores.flavors, &store::StoreBase::changed, this, &LaunchFlavorSection::list);
    list();
}

void LaunchFlavorSection::makeTable()
{
    using openstack::Flavor;
    const auto cell = [this](auto text) {
        return [this, text](const QString &id) {
            const auto flavor = context().stores.flavors.find(id);
            return flavor ? text(*flavor) : QString();
        };
    };
    const auto obstacle =
        cell([this](const Flavor &flavor) { return form().flavorObstacle(flavor); });
    constexpr auto right = Qt::AlignRight | Qt::AlignVCenter;
    m_table = new PickTable(
        context().theme,
        {{tr("Name"), cell([](const Flavor &flavor) { return flavor.name; })},
         {tr("vCPUs"), cell([](const Flavor &flavor) { return QString::number(flavor.vcpus); }),
          right},
         {tr("Memory"), cell([](const Flavor &flavor) { return memoryText(flavor.ramMiB); }),
          right},
         {tr("Disk"), cell([](const Flavor &flavor) {
              return flavor.diskGiB > 0 ? gibText(flavor.diskGiB) : emptyCell();
          }),
          right},
         //: Column: whether a flavor can be chosen.
         {tr("Fits"),
          [obstacle](const QString &id) {
              return fitText(obstacle(id));
          }}},
        0, visibleFlavors, this);
    m_table->stretch(4);
    m_table->setObjectName(u"flavor"_s);
    m_table->setAccessibleName(tr("Flavor"));
    m_table->setObstacle(obstacle);
    connect(m_table, &PickTable::picked, &form(),
            [this](const QString &id) { form().choose(form().field(u"flavor"), id); });
    column()->addWidget(m_table);
}

void LaunchFlavorSection::list()
{
    const auto rows = forms::flavorsBySize(context().stores);
    m_filter->setVisible(rows.size() > flavorsWithoutFilter);
    QStringList ids;
    for (const auto &row : rows) {
        if (row->name.contains(m_filter->text(), Qt::CaseInsensitive))
            ids += row->id;
    }
    m_table->setIds(ids);
}

void LaunchFlavorSection::refresh()
{
    m_table->setPicked(form().chosen(form().field(u"flavor")).value(0));
    m_table->viewport()->update(); // whether they fit may have changed
}

} // namespace oriel::ui
