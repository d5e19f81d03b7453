#include "ui/actions/helpoffers.h"

#include "forms/operationtext.h"
#include "operations/actions/actions.h"
#include "operations/journal/journalcodec.h"
#include "store/cloudstores.h"
#include "ui/actions/actionflow.h"
#include "ui/dialogs/situation.h"
#include "ui/navigation/operationroute.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

using forms::Offer;
using operations::Action;
using operations::JournalEntry;
using operations::Subject;
using operations::Values;

/// Makes the offers for one operation.
class Helper
{
    Q_DECLARE_TR_FUNCTIONS(oriel::ui::HelpOffers)

public:
    Helper(const UiContext &ui, ActionFlow &flow, const JournalEntry &entry,
           const std::function<void(const Route &)> &navigate)
        : m_ui(ui)
        , m_flow(&flow)
        , m_entry(entry)
        , m_navigate(navigate)
        , m_action(operations::actionNamed(entry.kind))
    {}

    std::vector<HelpOffer> make();

private:
    void add(const Offer &offer);
    void addAction(const Action &action);
    void addWay(const operations::Way &way);
    void addList(Kind kind);
    void addAgain();
    void push(HelpOffer offer);

    const UiContext &m_ui;
    QPointer<ActionFlow> m_flow;
    const JournalEntry &m_entry;
    const std::function<void(const Route &)> &m_navigate;
    const Action *m_action; ///< null: none of the table
    std::vector<HelpOffer> m_offers;
};

void Helper::push(HelpOffer offer)
{
    if (std::ranges::find(m_offers, offer.key, &HelpOffer::key) == m_offers.end())
        m_offers.push_back(std::move(offer));
}

void Helper::addAction(const Action &action)
{
    const QString id = m_entry.subject.id;
    if (!action.isOfferedFor(m_entry.subject.kind) ||
        !action.obstacle(situation(m_ui), id).isEmpty())
        return;
    push({action.key, action.words.menu, action.titleOf(m_entry.subject, {}),
          [flow = m_flow, &action, id] {
              if (flow)
                  flow->begin(action, {id});
          }});
}

void Helper::addWay(const operations::Way &way)
{
    if (way.action && way.id == m_entry.subject.id) {
        addAction(*way.action);
        return;
    }
    push({way.key(), way.text, {}, [flow = m_flow, way] {
              if (flow)
                  flow->follow(way);
          }});
}

void Helper::addList(Kind kind)
{
    const QString text = operations::showList(kind);
    if (!text.isEmpty())
        push({u"list-"_s + openstack::nameOf(kind), text, {}, [navigate = m_navigate, kind] {
                  navigate(Route::list(kind));
              }});
}

/// With what was entered, where it is entered in a form.
void Helper::addAgain()
{
    if (!m_action || !m_action->perform || !m_entry.resultId.isEmpty() ||
        m_entry.outcome != operations::Outcome::Failed)
        return;
    const Subject target =
        operations::subjectFromJson(m_entry.intent.value("target"_L1).toObject());
    const QString id = m_action->newSubject ? QString() : target.id;
    const bool isRow =
        m_action->newSubject || !m_action->targetOf || m_action->targetOf(m_ui.stores, id).id == id;
    if (!isRow || !m_action->obstacle(situation(m_ui), id).isEmpty())
        return;
    const bool edits = m_action->form == Action::Form::Fields && !m_action->fields.empty();
    push({u"again"_s, edits ? tr("Edit and retry…") : tr("Retry"),
          m_action->titleOf(target, m_entry.intent.value("values"_L1).toObject()),
          [flow = m_flow, action = m_action, edits, id,
           values = m_entry.intent.value("values"_L1).toObject()] {
              if (flow && edits)
                  flow->begin(*action, {id}, values);
              else if (flow)
                  flow->confirm(*action, {id}, values);
          }});
}

void Helper::add(const Offer &offer)
{
    switch (offer.what) {
    case Offer::What::Action:
        if (const Action *action = operations::actionNamed(offer.action))
            addAction(*action);
        return;
    case Offer::What::List:
        addList(offer.kind);
        return;
    case Offer::What::Refresh:
        push({u"refresh"_s,
              tr("Refresh"),
              {},
              [stores = QPointer(&m_ui.stores), kind = m_entry.subject.kind] {
                  if (stores)
                      stores->refresh({kind});
              }});
        return;
    case Offer::What::Again:
        addAgain();
        return;
    case Offer::What::Look:
        push({u"look"_s, tr("Show"), {}, [navigate = m_navigate, route = operationRoute(m_entry)] {
                  navigate(route);
              }});
        return;
    case Offer::What::Quotas:
        push({u"quotas"_s, tr("Show quotas"), {}, [navigate = m_navigate] {
                  navigate(Route::overview());
              }});
        return;
    }
}

std::vector<HelpOffer> Helper::make()
{
    const bool failed = m_entry.outcome == operations::Outcome::Failed;
    if (m_action && failed) {
        for (const operations::Way &way :
             operations::remediesOf(*m_action, situation(m_ui), m_entry.subject.id))
            addWay(way);
    }
    for (const Offer &offer : forms::describe(m_entry).offers)
        add(offer);
    return std::move(m_offers);
}

} // namespace

std::vector<HelpOffer> helpAfter(const UiContext &ui, ActionFlow &flow, const JournalEntry &entry,
                                 const std::function<void(const Route &)> &navigate)
{
    return Helper(ui, flow, entry, navigate).make();
}

} // namespace oriel::ui
