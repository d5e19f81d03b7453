#include "ui/dialogs/sourcepicker.h"

#include "base/humanize.h"
#include "ui/dialogs/picktable.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int visibleSources = 6;

QString nothingOf(Kind kind)
{
    switch (kind) {
    case Kind::SnapshotSet:
        return SourcePicker::tr("This project has no snapshots of instances.");
    case Kind::Volume:
        return SourcePicker::tr("This project has no volume that an instance can boot from.");
    case Kind::VolumeSnapshot:
        return SourcePicker::tr(
            "This project has no volume snapshot that an instance can boot from.");
    default:
        return SourcePicker::tr("There are no images that this project can use.");
    }
}

} // namespace

SourcePicker::SourcePicker(const UiContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_sources(context.stores, context.roles)
    , m_kinds(new QButtonGroup(this))
    , m_filter(new QLineEdit(this))
{
    auto *tools = new QHBoxLayout;
    tools->setSpacing(metrics::unit);
    for (const Kind kind : forms::LaunchSources::kinds()) {
        auto *button = new QPushButton(forms::LaunchSources::titleOf(kind), this);
        button->setObjectName(u"from-"_s + openstack::nameOf(kind));
        button->setCheckable(true);
        button->setAutoExclusive(true); // assistive technology sees a choice, not a tick
        button->setAutoDefault(false);
        m_kinds->addButton(button, static_cast<int>(kind));
        tools->addWidget(button);
    }
    connect(m_kinds, &QButtonGroup::idClicked, this,
            [this](int kind) { showKind(static_cast<Kind>(kind)); });
    m_filter->setObjectName(u"sourceFilter"_s);
    m_filter->setPlaceholderText(tr("Search by name or ID"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, this, &SourcePicker::refresh);
    tools->addSpacing(metrics::gap);
    tools->addWidget(m_filter, 1);

    m_table =
        new PickTable(context.theme,
                      {{tr("Name"),
                        [this](const QString &id) {
                            return m_sources.name(m_kind, id);
                        }},
                       //: Column: what kind of image it is, how large a volume is.
                       {tr("Details"),
                        [this](const QString &id) {
                            return m_sources.detail(m_kind, id);
                        }},
                       {tr("Age"),
                        [this](const QString &id) {
                            return ageText(m_sources.created(m_kind, id), m_context.clock.now());
                        }}},
                      0, visibleSources, this);
    m_table->setObjectName(u"source"_s);
    m_table->setAccessibleName(tr("Start from"));
    m_table->setObstacle([this](const QString &id) { return m_sources.obstacle(m_kind, id); });
    connect(m_table, &PickTable::picked, this, [this](const QString &id) {
        m_source = m_sources.subject(m_kind, id);
        Q_EMIT picked(m_source);
    });
    m_empty = makeLabel({}, TextSize::Small, this);
    m_empty->setObjectName(u"noSource"_s);
    setSecondary(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    column->addLayout(tools);
    column->addWidget(m_table);
    column->addWidget(m_empty);
    connect(&m_sources, &forms::LaunchSources::changed, this, &SourcePicker::refresh);
    m_kinds->button(static_cast<int>(m_kind))->setChecked(true);
    refresh();
}

void SourcePicker::setSource(const operations::Subject &source)
{
    if (source.id == m_source.id)
        return;
    m_source = source;
    if (!source.id.isEmpty())
        showKind(m_sources.kindOf(source));
}

void SourcePicker::showKind(Kind kind)
{
    m_kind = kind;
    m_kinds->button(static_cast<int>(kind))->setChecked(true);
    m_filter->clear();
    refresh();
}

void SourcePicker::refresh()
{
    const QStringList ids = m_sources.ids(m_kind, m_filter->text());
    const bool sorting = m_sources.isSorting(m_kind);
    if (sorting)
        m_table->reserve();
    m_table->setIds(ids);
    m_table->setPicked(m_source.id);
    const bool filtered = !m_filter->text().isEmpty();
    m_empty->setVisible(ids.isEmpty());
    m_empty->setText(sorting    ? tr("Loading…")
                     : filtered ? tr("No name or ID contains this.")
                                : nothingOf(m_kind));
}

} // namespace oriel::ui
