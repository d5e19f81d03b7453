#include "ui/dialogs/launch/launchnetworksection.h"

#include "base/visible.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/celltable.h"
#include "ui/widgets/formlabel.h"

#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int optionHeight = 28;
constexpr int visibleOptions = 4;

} // namespace

LaunchNetworkSection::LaunchNetworkSection(const UiContext &context, forms::LaunchForm &form,
                                           QWidget *parent)
    : LaunchSection(context, form, parent)
{
    column()->addSpacing(metrics::gap);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::pad);
    column()->addLayout(row);
    addList(u"networks"_s, row);
    addList(u"securityGroups"_s, row);
    addList(u"ports"_s, column()); // the addresses need the whole width
    addHint(tr("The instance gets an address on each of the networks. The security groups decide "
               "what may reach it: what none of them allows is refused."));
    m_addressFields = addFields();
    addProblem(u"networks"_s);
    addProblem(u"fixedAddress"_s);
}

void LaunchNetworkSection::addList(const QString &key, QBoxLayout *row)
{
    const forms::LaunchField &field = form().field(key);
    auto *whole = new QWidget(this);
    auto *table = new CellTable(context().theme, {CellModel::Column()}, 0, optionHeight,
                                visibleOptions, whole);
    table->setObjectName(field.key);
    table->setAccessibleName(field.label);
    connect(&table->cells(), &CellModel::ticked, &form(),
            [this, &field](const QString &id, bool on) { form().choose(field, id, on); });
    auto *part = new QVBoxLayout(whole);
    part->setContentsMargins(0, 0, 0, 0);
    part->setSpacing(metrics::unit);
    part->addWidget(makeSection(field.label, whole));
    part->addWidget(table);
    part->addStretch();
    row->addWidget(whole);
    m_lists.push_back({&field, whole, table});
}

/// One for each chosen network. Those that stay keep the focus and what was entered.
void LaunchNetworkSection::showAddresses(const std::vector<forms::LaunchOption> &networks)
{
    std::vector<forms::LaunchOption> chosen = networks;
    std::erase_if(chosen, [](const forms::LaunchOption &network) { return !network.chosen; });
    if (chosen == m_addressesFor)
        return;
    const auto isChosen = [&](const QString &id) {
        return std::ranges::find(chosen, id, &forms::LaunchOption::id) != chosen.end();
    };
    for (const forms::LaunchOption &network : m_addressesFor) {
        if (!isChosen(network.id))
            m_addressFields->removeRow(m_addresses.take(network.id));
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const QString &id = chosen[i].id;
        if (!m_addresses.contains(id)) {
            auto *address = new QLineEdit(form().fixedAddress(id), this);
            address->setObjectName(u"fixedAddress/"_s + id);
            //: Shown in an empty field for an IP address: the cloud chooses.
            address->setPlaceholderText(tr("The cloud's choice"));
            connect(address, &QLineEdit::textChanged, &form(),
                    [this, id](const QString &text) { form().setFixedAddress(id, text); });
            m_addressFields->insertRow(static_cast<int>(i), new QLabel(this), address);
            centerLabel(*m_addressFields, address);
            QWidget *before = m_lists.back().table;
            if (i > 0)
                before = m_addresses[chosen[i - 1].id];
            setTabOrder(before, address);
            m_addresses.insert(id, address);
        }
        const QString label =
            chosen.size() == 1
                ? tr("F&ixed address")
                //: The fixed address of a new instance. %1: a network
                : tr("Fixed address on “%1”").arg(isolated(chosen[i].text).replace(u'&', "&&"_L1));
        auto *shown = static_cast<QLabel *>(m_addressFields->labelForField(m_addresses[id]));
        shown->setText(label);
        shown->setBuddy(m_addresses[id]);
        m_addresses[id]->setAccessibleName(QString(label).remove(u'&'));
    }
    m_addressesFor = std::move(chosen);
}

void LaunchNetworkSection::refresh()
{
    for (const List &list : m_lists) {
        std::vector<CellRow> rows;
        const auto options = form().options(*list.field);
        if (list.field->key == "networks"_L1)
            showAddresses(options);
        for (const forms::LaunchOption &option : options)
            rows.push_back({option.id,
                            {{option.text}},
                            option.chosen ? CellRow::Box::Ticked : CellRow::Box::Unticked});
        if (list.field->key == "ports"_L1) // few clouds have some
            list.part->setVisible(!rows.empty());
        list.table->setRows(std::move(rows));
    }
}

} // namespace oriel::ui
