#include "ui/dialogs/launch/launchoriginalsection.h"

#include "base/visible.h"
#include "ui/dialogs/celltable.h"
#include "ui/theme/captions.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int differenceHeight = 28;
/// All are visible: the dialog scrolls, not the table.
constexpr int allDifferences = 1000;

} // namespace

LaunchOriginalSection::LaunchOriginalSection(const UiContext &context, forms::LaunchForm &form,
                                             QWidget *parent)
    : LaunchSection(context, form, parent)
    , m_floatingIp(new QCheckBox(this))
{
    m_floatingIp->setObjectName(u"floatingIp"_s);
    m_floatingIp->setChecked(form.movesFloatingIp());
    connect(m_floatingIp, &QCheckBox::toggled, &form, &forms::LaunchForm::setMovesFloatingIp);
    column()->addWidget(m_floatingIp);
    const QLabel *heading = addHeading(tr("What will be different"));
    //: Column: the values of the instance that the snapshot was taken of.
    m_table = new CellTable(context.theme, {{QString()}, {tr("Original")}, {tr("New instance")}}, 2,
                            differenceHeight, allDifferences, this);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->setObjectName(u"differences"_s);
    m_table->setAccessibleName(heading->text());
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column()->addWidget(m_table);
}

void LaunchOriginalSection::refresh()
{
    std::vector<CellRow> rows;
    for (const forms::LaunchDifference &one : form().differences()) {
        Cell fresh{.text = one.fresh, .bold = one.differs, .secondary = !one.differs};
        rows.push_back({one.what,
                        {{.text = one.what, .secondary = true},
                         {.text = one.original, .secondary = true},
                         std::move(fresh)}});
    }
    setVisible(!rows.empty());
    if (rows.empty())
        return;
    const auto address = form().floatingIp();
    m_floatingIp->setVisible(address.has_value());
    if (address)
        m_floatingIp->setText(asCaption(tr("Move the floating IP %1 from “%2” once the new "
                                           "instance is running. You can move it back.")
                                            .arg(address->address, isolated(address->fromName))));
    m_table->setRows(std::move(rows));
}

} // namespace oriel::ui
