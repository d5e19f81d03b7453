#include "app/ctl/deletecommand.h"

#include "app/ctl/terminal.h"
#include "operations/removal/removal.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

void DeleteCommand::run()
{
    m_operands.append(invocation().operands);
    next();
}

void DeleteCommand::next()
{
    if (m_at == m_operands.size()) {
        removeAll();
        return;
    }
    find(m_operands[m_at++], [this](Result<operations::RemovalRequest> found) {
        if (found.ok()) {
            m_requests.push_back(std::move(found.value()));
        } else {
            ++m_notFound;
            complain("orielctl: "_L1 + found.error().message + u'\n');
        }
        next();
    });
}

void DeleteCommand::removeAll()
{
    const auto end = [this](int failed) {
        failed += m_notFound;
        if (failed == 0) {
            done();
            return;
        }
        fail(QCoreApplication::translate("oriel::ctl::Delete", "%1 of %2 were not deleted.")
                 .arg(QString::number(failed), QString::number(m_operands.size())));
    };
    if (m_requests.empty()) {
        end(0);
        return;
    }
    m_run = std::make_unique<OperationRun>(connection(), invocation().quiet, nullptr);
    if (!waits())
        m_run->doNotWait(QCoreApplication::translate(
            "oriel::ctl::Delete", "orielctl did not wait until it was deleted."));
    const auto limiter = std::make_shared<operations::Limiter>(3);
    std::vector<std::unique_ptr<operations::Operation>> removals;
    for (operations::RemovalRequest &request : m_requests)
        removals.push_back(
            std::make_unique<operations::Removal>(m_run->context(), std::move(request), limiter));
    m_run->start(std::move(removals), end);
}

} // namespace oriel::ctl
