#pragma once

#include "ui/window/searchhits.h"

#include <QtCore/QPointer>
#include <QtWidgets/QLineEdit>

namespace oriel::ui {

class SuggestionList;
class Theme;

/// The field that finds everything (Ctrl+K): the resources of all list pages by name, ID or IP
/// address, from what the stores hold. What is found opens below the field; Up, Down and the
/// mouse move the highlight, and Enter opens what is highlighted. Enter that comes before the hits
/// of what is typed opens the hit that is surely meant: the only one, or the one of exactly that
/// name.
class GlobalSearch : public QLineEdit
{
    Q_OBJECT

public:
    explicit GlobalSearch(Theme &theme, QWidget *parent = nullptr);

    /// Null: nothing can be found (signed out).
    void setStores(store::CloudStores *stores);
    [[nodiscard]] const std::vector<SearchHit> &hits() const { return m_hits; }
    /// The text that the hits are of; another one is typed while it is being searched.
    [[nodiscard]] const QString &hitsOf() const { return m_hitsOf; }

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// After a search has been worked out.
    void searched();

protected:
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void search();
    void showHits(std::vector<SearchHit> hits);
    void openList();
    void open(const QString &key);
    /// The stores have changed: the same text may find more.
    void searchAgain();
    void watchStores();

    Theme &m_theme;
    QPointer<store::CloudStores> m_stores;
    std::unique_ptr<store::Subscription> m_subscription;
    SuggestionList *m_list;
    std::vector<SearchHit> m_hits;
    QString m_hitsOf; ///< the text that m_hits are of
    quint64 m_generation = 0;
    bool m_searching = false;
    bool m_again = false; ///< the stores have changed while it was being searched
    bool m_enter = false; ///< Enter was pressed before the hits came
};

} // namespace oriel::ui
