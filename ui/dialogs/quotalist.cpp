#include "ui/dialogs/quotalist.h"

#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/quotabar.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

namespace oriel::ui {

QuotaList::QuotaList(Theme &theme, const QString &heading, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_grid(new QGridLayout)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    if (!heading.isEmpty())
        column->addWidget(makeSection(heading, this));
    m_grid->setHorizontalSpacing(metrics::pad);
    m_grid->setVerticalSpacing(metrics::gap);
    m_grid->setColumnStretch(1, 1);
    column->addLayout(m_grid);
    hide();
}

void QuotaList::setLines(const std::vector<forms::QuotaLine> &lines)
{
    QStringList titles;
    for (const forms::QuotaLine &line : lines)
        titles += line.title;
    if (titles != m_titles) {
        m_titles = titles;
        while (QLayoutItem *item = m_grid->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        for (int row = 0; row < titles.size(); ++row) {
            m_grid->addWidget(makeLabel(titles.at(row), TextSize::Body, this), row, 0);
            m_grid->addWidget(new QuotaBar(m_theme, this), row, 1, Qt::AlignVCenter);
            m_grid->addWidget(makeLabel({}, TextSize::Small, this), row, 2);
        }
    }
    for (int row = 0; row < titles.size(); ++row) {
        const forms::QuotaLine &line = lines[static_cast<std::size_t>(row)];
        qobject_cast<QuotaBar *>(m_grid->itemAtPosition(row, 1)->widget())->setLine(line);
        qobject_cast<QLabel *>(m_grid->itemAtPosition(row, 2)->widget())->setText(line.text);
    }
    setVisible(!lines.empty());
}

} // namespace oriel::ui
