#include "ui/dialogs/choicelist.h"

#include "ui/theme/look.h"

#include <QtGui/QAction>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int choiceRowHeight = 32;
/// This many rows can be seen at a glance.
constexpr int fewRows = 10;

} // namespace

ChoiceList::ChoiceList(Theme &theme, std::vector<CellModel::Column> columns, int stretched,
                       int most, QWidget *parent)
    : QWidget(parent)
    , m_tools(new QWidget(this))
    , m_filter(new QLineEdit(m_tools))
    , m_count(makeLabel({}, TextSize::Small, m_tools))
    , m_all(new QPushButton(tr("Select &all"), m_tools))
    , m_none(new QPushButton(tr("Select n&one"), m_tools))
    , m_table(new CellTable(theme, std::move(columns), stretched, choiceRowHeight, most, this))
{
    m_filter->setObjectName(u"choiceFilter"_s);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(theme.icon(u"search"_s, Theme::Color::TextSecondary),
                        QLineEdit::LeadingPosition);
    m_count->setObjectName(u"choiceCount"_s);
    setSecondary(m_count);
    m_all->setObjectName(u"selectAll"_s);
    m_none->setObjectName(u"selectNone"_s);
    auto *tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(metrics::gap);
    tools->addWidget(m_filter, 1);
    tools->addWidget(m_count);
    tools->addWidget(m_all);
    tools->addWidget(m_none);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::unit);
    column->addWidget(m_tools);
    column->addWidget(m_table);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_table->cells().setFilter(text);
        count();
    });
    connect(m_all, &QPushButton::clicked, this,
            [this] { Q_EMIT ticked(m_table->cells().shownWithBox(), true); });
    connect(m_none, &QPushButton::clicked, this,
            [this] { Q_EMIT ticked(m_table->cells().shownWithBox(), false); });
    connect(&m_table->cells(), &CellModel::ticked, this,
            [this](const QString &key, bool on) { Q_EMIT ticked({key}, on); });
    m_tools->hide();
}

void ChoiceList::setRows(std::vector<CellRow> rows)
{
    m_table->setRows(std::move(rows));
    m_tools->setVisible(m_table->cells().total() > fewRows &&
                        !m_table->cells().shownWithBox().isEmpty());
    count();
}

void ChoiceList::count()
{
    const CellModel &cells = m_table->cells();
    int chosen = 0;
    int boxes = 0;
    for (int row = 0; row < cells.rowCount(); ++row) {
        chosen += cells.at(row).box == CellRow::Box::Ticked;
        boxes += cells.at(row).box != CellRow::Box::None;
    }
    const bool filtered = cells.rowCount() < cells.total();
    m_count->setText(
        filtered ? tr("%1 of %2 shown, %3 of them selected")
                       .arg(QString::number(cells.rowCount()), QString::number(cells.total()),
                            QString::number(chosen))
                 //: Numbers of rows that can be selected.
                 : tr("%1 of %2 selected").arg(QString::number(chosen), QString::number(boxes)));
}

} // namespace oriel::ui
