document.documentElement.classList.add("js");try{var t=localStorage.getItem("handbook:theme");if(t)document.documentElement.dataset.theme=t}catch(e){}
